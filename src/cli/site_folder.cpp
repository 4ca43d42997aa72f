#include "cli/site_folder.h"

#include "core/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>

namespace polhist::cli {
namespace {

namespace fs = std::filesystem;

// Lists the files of the site, a line each.
constexpr std::string_view list_name = ".polhist-site";
constexpr std::size_t longest_list = std::size_t{64} * 1024 * 1024;
constexpr std::size_t longest_file = std::size_t{1024} * 1024 * 1024;

// The list is a file like any other: it must not lead out of the folder.
bool stays_inside(const fs::path& name) {
    return name.is_relative() && !name.empty() &&
           std::none_of(name.begin(), name.end(), [](const fs::path& part) {
               return part == ".." || part == "." || part.empty();
           });
}

Result<void> replace(const std::string& path, std::string_view bytes) {
    const std::string temporary = path + ".new";
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        Error error = system_error(path, "written");
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return tl::make_unexpected(std::move(error));
    }
    std::error_code failed;
    fs::rename(temporary, path, failed);
    return failed ? failure(fmt::format("{}: cannot be written: {}", path, failed.message()))
                  : Result<void>();
}

} // namespace

Result<SiteFolder> SiteFolder::open(const std::string& path) {
    SiteFolder site(path);
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed || !fs::is_directory(path, failed)) {
        return failure(fmt::format("{}: cannot be made a folder: {}",
                                   path,
                                   failed ? failed.message() : "something else is there"));
    }
    const auto list = read_file((fs::path(path) / list_name).string(), longest_list);
    if (!list) {
        return tl::make_unexpected(list.error());
    }
    if (!*list && !fs::is_empty(path, failed)) {
        return failure(fmt::format(
            "{}: holds files that are no site of polhist; name an empty or a new folder", path));
    }
    std::string_view rest = *list ? std::string_view(**list) : std::string_view();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (stays_inside(fs::path(rest.substr(0, end)))) {
            site.before_.emplace(rest.substr(0, end));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return site;
}

Result<void> SiteFolder::write(const std::string& name, std::string_view bytes) {
    const fs::path path = fs::path(path_) / name;
    now_.insert(name);
    const auto there = read_file(path.string(), longest_file);
    if (there && *there && **there == bytes) {
        ++counts_.unchanged;
        return {};
    }
    if (folders_.insert(path.parent_path().string()).second) {
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (failed) {
            return failure(fmt::format(
                "{}: cannot be made a folder: {}", path.parent_path().string(), failed.message()));
        }
    }
    ++counts_.written;
    return replace(path.string(), bytes);
}

Result<void> SiteFolder::finish() {
    std::string list;
    for (const std::string& name : now_) {
        list += name + '\n';
    }
    for (const std::string& name : before_) {
        if (now_.contains(name)) {
            continue;
        }
        std::error_code failed;
        fs::path path = fs::path(path_) / name;
        counts_.removed += fs::remove(path, failed) ? 1U : 0U;
        // Folders that are empty now go too; one that is not stops this.
        while (!failed && (path = path.parent_path()) != fs::path(path_)) {
            fs::remove(path, failed);
        }
    }
    return replace((fs::path(path_) / list_name).string(), list);
}

} // namespace polhist::cli
