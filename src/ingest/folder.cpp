#include "ingest/folder.h"

#include "ingest/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace polhist::ingest {
namespace {

namespace fs = std::filesystem;

constexpr int deepest_folder = 50;

std::string ending_of(const fs::path& path) {
    std::string ending = path.extension();
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return ending;
}

bool is_page(const fs::path& path) {
    constexpr std::array<std::string_view, 4> endings{".md", ".html", ".htm", ".txt"};
    return std::ranges::find(endings, ending_of(path)) != endings.end();
}

// Names of policies may hold dots, so only endings that others use are no ending of a policy.
bool is_of_no_policy(const fs::path& path) {
    constexpr std::array<std::string_view, 16> endings{".csv",
                                                       ".gz",
                                                       ".js",
                                                       ".lock",
                                                       ".log",
                                                       ".pdf",
                                                       ".png",
                                                       ".py",
                                                       ".sh",
                                                       ".svg",
                                                       ".tf",
                                                       ".toml",
                                                       ".ts",
                                                       ".yaml",
                                                       ".yml",
                                                       ".zip"};
    return std::ranges::find(endings, ending_of(path)) != endings.end();
}

class FolderReader {
public:
    FolderReader(const std::string& folder, const Options& options)
        : folder_(folder),
          options_(options) {}

    Result<Imported> read() {
        auto files = files_in(folder_);
        if (!files) {
            return tl::make_unexpected(std::move(files.error()));
        }
        files_ = std::move(*files);
        Options options = options_;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            // No two of them are observed at one instant.
            if (options_.now) {
                options.now = Instant{options_.now->microseconds + static_cast<std::int64_t>(i)};
            }
            read(files_[i], options);
            if (options_.progress) {
                options_.progress(static_cast<double>(i + 1) / static_cast<double>(files_.size()));
            }
        }
        if (!any_ && imported_.rejected.empty()) {
            return failure(
                fmt::format("{}: holds no document; name a folder of policies", folder_));
        }
        if (passed_over_ > 0) {
            imported_.notes.push_back(fmt::format(
                "{}: {} files hold no policies and were passed over", folder_, passed_over_));
        }
        return std::move(imported_);
    }

private:
    void read(const fs::path& path, const Options& options) {
        if (is_of_no_policy(path)) {
            ++passed_over_;
            return;
        }
        const auto bytes = read_input(path.native(), largest_file);
        if (!bytes) {
            reject(path, bytes.error().message);
            return;
        }
        auto file = read_file({path.native(), *bytes}, policy_of_path(path.native()), options);
        if (file) {
            any_ = true;
            imported_.append(std::move(*file));
        } else if (is_page(path) && options_.kind.empty()) {
            ++passed_over_; // a README
        } else {
            reject(path, file.error().message);
        }
    }

    void reject(const fs::path& path, std::string error) {
        imported_.rejected.push_back(
            {folder_, path.lexically_relative(folder_).string(), std::move(error)});
    }

    const std::string& folder_;
    const Options& options_;
    std::vector<std::string> files_;
    Imported imported_;
    std::size_t passed_over_ = 0;
    bool any_ = false;
};

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

Result<Imported> read_folder(const std::string& path, const Options& options) {
    return FolderReader(path, options).read();
}

} // namespace polhist::ingest
