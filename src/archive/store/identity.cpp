#include "store/identity.h"

#include "core/file.h"
#include "core/hex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::store {
namespace {

constexpr std::size_t largest_note = std::size_t{64} * 1024;
constexpr std::string_view identity_title = "polhist store";

std::string random_id() {
    std::array<unsigned char, 16> bytes{};
    const auto size = static_cast<ssize_t>(bytes.size());
    return getrandom(bytes.data(), bytes.size(), 0) == size ? hex(bytes) : std::string();
}

// The value of a line `KEY VALUE` of a text.
std::string_view value_of(std::string_view text, std::string_view key) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == ' ') {
            return line.substr(key.size() + 1);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

std::optional<unsigned> number_in(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

} // namespace

Result<void> check_permissions(const std::string& path) {
    struct stat status {};

    constexpr unsigned by_others = S_IWGRP | S_IWOTH;
    if (stat(path.c_str(), &status) != 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    if (status.st_uid != geteuid()) {
        return failure(fmt::format("{}: belongs to another user; `polhist merge` a copy", path));
    }
    if ((status.st_mode & by_others) != 0) {
        return failure(
            fmt::format("{}: others may write to it; `chmod go-w` it if it is yours", path));
    }
    return {};
}

Result<void> check_format(std::string_view where, std::string_view digits) {
    const std::optional<unsigned> found = number_in(digits);
    if (!found) {
        return failure(fmt::format("{}: says no format; it is damaged, or no store", where));
    }
    if (*found > format) {
        return failure(
            fmt::format("{}: has format {}, this polhist knows up to {}; use a newer one",
                        where,
                        *found,
                        format));
    }
    return {};
}

Result<Identity> read_identity(const std::string& folder) {
    const std::string path = folder + "/polhist";
    const auto text = read_file(path, largest_note);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    if (!*text || !(*text)->starts_with(identity_title)) {
        return failure(fmt::format("{}: is no store of polhist; where it was one, its file "
                                   "`polhist` is {}, and `polhist fsck --repair` makes it anew",
                                   folder,
                                   *text ? "damaged" : "lost"));
    }
    if (auto known = check_format(path, value_of(**text, "format")); !known) {
        return tl::make_unexpected(std::move(known.error()));
    }
    const auto genesis = git::parse_object_id(value_of(**text, "genesis"));
    if (!genesis) {
        return failure(fmt::format(
            "{}: names no first commit; it is damaged, `polhist fsck --repair` makes it anew",
            path));
    }
    return Identity{format, std::string(value_of(**text, "id")), *genesis};
}

Result<void> write_identity(const std::string& folder, const git::ObjectId& genesis) {
    const std::string id = random_id();
    if (id.empty()) {
        return tl::make_unexpected(system_error(folder, "given a random id"));
    }
    const std::string text =
        fmt::format("{}\nformat {}\nid {}\ngenesis {}\n", identity_title, format, id, hex(genesis));
    return write_synced(folder + "/polhist", text, folder + "/polhist.XXXXXX", 0444);
}

} // namespace polhist::store
