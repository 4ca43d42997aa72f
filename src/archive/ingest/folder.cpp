#include "ingest/folder.h"

#include "ingest/file.h"
#include "ingest/files_in.h"
#include "json/tree.h"
#include "json/yaml.h"
#include "policy/inside.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace polhist::ingest {
namespace {

namespace fs = std::filesystem;

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
    constexpr std::array<std::string_view, 14> endings{".csv",
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
        for (const std::string& file : files_) {
            ++named_[policy_of_path(file)];
        }
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
        auto file = read_file({path.native(), *bytes}, name_of(path), options);
        if (file) {
            any_ = true;
            imported_.append(std::move(*file));
        } else if (options_.kind.empty() && (is_page(path) || is_no_policy(path, *bytes))) {
            ++passed_over_; // a README, a package.json
        } else {
            reject(path, file.error().message);
        }
    }

    // The name of its file; where several are called so, its path: `dev/policy`.
    [[nodiscard]] std::string name_of(const fs::path& path) const {
        std::string name = policy_of_path(path.native());
        if (named_.at(name) == 1 || path.stem().native() != name) {
            return name;
        }
        return path.lexically_relative(folder_).replace_extension().native();
    }

    // Whether a file is JSON or YAML that holds nothing of a policy, or a template; or no YAML, as
    // files of other programs that make it are.
    static bool is_no_policy(const fs::path& path, const std::string& bytes) {
        const auto tree = json::Tree::parse_any({path.native(), bytes});
        if (!tree) {
            return json::is_yaml_name(path.native()) &&
                   bytes.find("Statement") == std::string::npos;
        }
        const json::Value root = tree->root();
        return !root.find("Statement") && !root.find("PolicyVersion") &&
               (root.find("Resources") || policy::documents_inside(root).empty());
    }

    void reject(const fs::path& path, std::string error) {
        imported_.rejected.push_back(
            {folder_, path.lexically_relative(folder_).string(), std::move(error)});
    }

    const std::string& folder_;
    const Options& options_;
    std::vector<std::string> files_;
    std::map<std::string, std::size_t> named_; // how many files are called so
    Imported imported_;
    std::size_t passed_over_ = 0;
    bool any_ = false;
};

} // namespace

Result<Imported> read_folder(const std::string& path, const Options& options) {
    return FolderReader(path, options).read();
}

} // namespace polhist::ingest
