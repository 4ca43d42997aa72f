#include "store/head.h"

#include "core/file.h"
#include "git/place.h"
#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::store {
namespace {

constexpr std::string_view reference = "refs/heads/main";
constexpr std::size_t largest_identity = std::size_t{64} * 1024;
constexpr std::size_t largest_list = std::size_t{16} * 1024 * 1024;
constexpr std::size_t digits = 40;

bool is_ours_alone(const std::string& path) {
    struct stat status {};

    return stat(path.c_str(), &status) == 0 && status.st_uid == geteuid() &&
           (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::optional<std::string> commit_in(std::string_view text) {
    const bool commit = text.size() == digits &&
                        text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return commit ? std::optional<std::string>(text) : std::nullopt;
}

// The reference in a list of packed ones, a line `COMMIT NAME` each.
std::optional<std::string> packed_in(std::string_view text) {
    const std::string line = fmt::format(" {}\n", reference);
    const std::size_t at = text.find(line);
    return at == std::string_view::npos || at < digits ||
                   (at > digits && text[at - digits - 1] != '\n')
               ? std::nullopt
               : commit_in(text.substr(at - digits, digits));
}

} // namespace

bool Store::exists(const std::string& path) {
    // One whose file `polhist` was lost is no place to begin a new one.
    return access((path + "/polhist").c_str(), F_OK) == 0 || git::is_repository(path);
}

std::optional<std::string> head_of(const std::string& path) {
    const auto identity = read_file(path + "/polhist", largest_identity);
    if (!is_ours_alone(path) || !identity || !*identity ||
        !(*identity)->starts_with("polhist store\nformat 1\n")) {
        return std::nullopt;
    }
    const auto file = read_file(fmt::format("{}/{}", path, reference), digits + 1);
    if (!file) {
        return std::nullopt;
    }
    if (*file) {
        const std::string_view text = **file;
        return text.ends_with('\n') ? commit_in(text.substr(0, text.size() - 1)) : std::nullopt;
    }
    const auto list = read_file(path + "/packed-refs", largest_list);
    return list && *list ? packed_in(**list) : std::nullopt;
}

} // namespace polhist::store
