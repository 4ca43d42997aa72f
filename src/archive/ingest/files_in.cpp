#include "ingest/files_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace polhist::ingest {
namespace {

namespace fs = std::filesystem;

constexpr int deepest_folder = 50;

} // namespace

Result<std::vector<std::string>> files_in(const std::string& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    while (!error && at != fs::recursive_directory_iterator()) {
        const bool hidden = at->path().filename().string().starts_with('.');
        const bool is_folder = at->is_directory(error);
        if (is_folder && at.depth() == deepest_folder) {
            return failure(
                fmt::format("{}: folders lie over {} deep", at->path().string(), deepest_folder));
        }
        if (hidden) {
            at.disable_recursion_pending();
        } else if (!is_folder) {
            files.push_back(at->path());
        }
        at.increment(error);
    }
    if (error) {
        return failure(fmt::format("{}: cannot be read: {}", folder, error.message()));
    }
    std::ranges::sort(files);
    std::vector<std::string> paths;
    paths.reserve(files.size());
    for (const fs::path& file : files) {
        paths.push_back(file.native());
    }
    return paths;
}

} // namespace polhist::ingest
