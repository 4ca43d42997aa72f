#include "git/loose.h"

#include "core/deflate.h"
#include "core/file.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::git {
namespace {

std::string folder_of(const std::string& folder, const ObjectId& id) {
    return fmt::format("{}/{}", folder, hex(id).substr(0, 2));
}

std::string path_of(const std::string& folder, const ObjectId& id) {
    return fmt::format("{}/{}", folder_of(folder, id), hex(id).substr(2));
}

std::optional<ObjectKind> kind_named(std::string_view name) {
    for (const ObjectKind kind :
         {ObjectKind::commit, ObjectKind::tree, ObjectKind::blob, ObjectKind::tag}) {
        if (name == name_of(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

// The object in `KIND SIZE\0BYTES`.
std::optional<Object> object_in(std::string&& whole) {
    const std::size_t nul = whole.find('\0');
    const std::size_t space = whole.find(' ');
    if (nul == std::string::npos || space > nul) {
        return std::nullopt;
    }
    const auto kind = kind_named(std::string_view(whole).substr(0, space));
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(whole.data() + space + 1, whole.data() + nul, size);
    if (!kind || error != std::errc{} || end != whole.data() + nul ||
        size != whole.size() - nul - 1) {
        return std::nullopt;
    }
    whole.erase(0, nul + 1);
    return Object{*kind, std::move(whole)};
}

} // namespace

Result<std::optional<Object>> read_loose(const std::string& folder, const ObjectId& id) {
    const std::string path = path_of(folder, id);
    const auto file = read_file(path, largest_object);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    if (!*file) {
        return std::nullopt;
    }
    constexpr std::size_t header = 32;
    auto whole = inflated(**file, largest_object + header);
    auto object = whole ? object_in(std::move(*whole)) : std::nullopt;
    if (!object || id_of(object->kind, object->bytes) != id) {
        return failure(fmt::format("{}: is damaged", path));
    }
    return object;
}

Result<std::vector<ObjectId>> list_loose(const std::string& folder) {
    namespace fs = std::filesystem;
    std::vector<ObjectId> found;
    for (unsigned i = 0; i < 256; ++i) {
        const std::string first = fmt::format("{:02x}", i);
        const std::string path = fmt::format("{}/{}", folder, first);
        std::error_code error;
        fs::directory_iterator at(path, error);
        while (!error && at != fs::directory_iterator()) {
            if (const auto id = parse_object_id(first + at->path().filename().string())) {
                found.push_back(*id);
            }
            at.increment(error);
        }
        if (error && error != std::errc::no_such_file_or_directory) {
            return failure(fmt::format("{}: cannot be listed: {}", path, error.message()));
        }
    }
    return found;
}

bool has_loose(const std::string& folder, const ObjectId& id) {
    return access(path_of(folder, id).c_str(), F_OK) == 0;
}

Result<void> write_loose(const std::string& folder, const NewObject& object) {
    const auto there = read_loose(folder, object.id);
    if (there && *there) {
        // Who wrote it may have been interrupted before that lasted.
        return sync_folder(folder_of(folder, object.id));
    }
    std::string whole = fmt::format("{} {}", name_of(object.kind), object.bytes.size());
    whole += '\0';
    whole += object.bytes;
    std::string file;
    append_deflated(file, whole);
    mkdir(folder_of(folder, object.id).c_str(), 0777);
    return write_synced(path_of(folder, object.id), file, folder + "/tmp_polhist_XXXXXX", 0444);
}

} // namespace polhist::git
