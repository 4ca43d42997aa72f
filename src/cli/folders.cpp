#include "cli/folders.h"

#include "cli/document.h"
#include "ingest/files_in.h"
#include "json/yaml.h"
#include "plans/template.h"
#include "policy/inside.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

namespace polhist::cli {
namespace {

// The paths of all files below a folder.
Result<std::set<std::string>> paths_in(const std::string& folder) {
    const auto files = ingest::files_in(folder);
    if (!files) {
        return tl::make_unexpected(files.error());
    }
    std::set<std::string> paths;
    for (const std::string& file : *files) {
        paths.insert(std::filesystem::path(file).lexically_relative(folder).native());
    }
    return paths;
}

bool is_policy(const OperandFile& file) {
    const json::Value root = file.tree.root();
    const auto version = root.find("Version");
    const bool meant = version && policy::is_language(version->text());
    return meant || root.find("Statement") || root.find("PolicyVersion") ||
           plans::is_template(root) || policy::documents_inside(root).size() == 1;
}

// Whether a text that cannot be read may be a policy. JSON should be readable; files of all other
// endings are mostly something else, and templates of other programs are no YAML.
bool may_be_policy(const std::string& path, const std::string& text) {
    return path.ends_with(".json") || text.find("Statement") != std::string::npos ||
           text.find('\0') != std::string::npos || text.starts_with("version https://git-lfs");
}

class FolderComparer {
public:
    FolderComparer(const Session& session, const Folders& folders, const ComparePair& compare)
        : session_(session),
          folders_(folders),
          compare_(compare) {
        compared_.of_plan = true;
    }

    Result<Compared> run() {
        auto before = paths_in(folders_.before);
        if (!before) {
            return tl::make_unexpected(std::move(before.error()));
        }
        auto after = paths_in(folders_.after);
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        std::set<std::string> paths = *before;
        paths.insert(after->begin(), after->end());
        for (const std::string& path : paths) {
            ++base_names_[std::filesystem::path(path).stem().native()];
        }
        for (const std::string& path : paths) {
            if (auto done = pair(path, before->contains(path), after->contains(path)); !done) {
                return tl::make_unexpected(std::move(done.error()));
            }
        }
        if (passed_over_ > 0) {
            session_.note(
                passed_over_ == 1
                    ? std::string("1 file holds no policy and was passed over")
                    : fmt::format("{} files hold no policy and were passed over", passed_over_));
        }
        if (passed_over_ == paths.size()) {
            return failure(
                fmt::format("{} and {} hold no policy document; name folders of policies",
                            folders_.before,
                            folders_.after));
        }
        return std::move(compared_);
    }

private:
    // One side of a pair: the file, or why it cannot be read.
    struct Side {
        std::optional<OperandFile> file;
        std::string error;
        std::string text;
        bool may_be_policy = false;
    };

    static Result<Side> read(const std::string& folder, const std::string& path, bool there) {
        const std::string whole = (std::filesystem::path(folder) / path).native();
        auto text = there ? read_document_text(whole) : Result<std::string>(std::string());
        if (!text) {
            return tl::make_unexpected(std::move(text.error()));
        }
        Side side;
        side.may_be_policy = may_be_policy(path, *text);
        side.text = *text;
        const bool absent = text->find_first_not_of(" \t\r\n") == std::string::npos;
        auto file = parse_file(
            there ? whole : std::string(no_file), absent ? "{}" : std::move(*text), absent);
        if (file) {
            side.file = std::move(*file);
        } else {
            side.error = file.error().message;
        }
        return side;
    }

    Result<void> pair(const std::string& path, bool in_before, bool in_after) {
        auto before = read(folders_.before, path, in_before);
        if (!before) {
            return tl::make_unexpected(std::move(before.error()));
        }
        auto after = read(folders_.after, path, in_after);
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        const auto concerns = [](const Side& side) {
            return side.file ? !side.file->absent && is_policy(*side.file) : side.may_be_policy;
        };
        if (!concerns(*before) && !concerns(*after)) {
            ++passed_over_;
            return {};
        }
        if (before->text == after->text) {
            return {}; // letter for letter the same
        }
        if (!before->file || !after->file) {
            const Side& broken = before->file ? *after : *before;
            compared_.set.uncompared.push_back({name_of(path), broken.error, true, path});
            return {};
        }
        auto compared = compare_(session_, *before->file, *after->file);
        if (!compared) {
            compared_.set.uncompared.push_back(
                {name_of(path), compared.error().message, true, path});
            return {};
        }
        add(path, std::move(*compared));
        return {};
    }

    void add(const std::string& path, Compared compared) {
        for (answers::Comparison& one : compared.set.comparisons) {
            one.name =
                one.name.empty() ? name_of(path) : fmt::format("{} {}", name_of(path), one.name);
            compared_.set.comparisons.push_back(std::move(one));
        }
        for (answers::Uncompared& one : compared.set.uncompared) {
            one.subject = fmt::format("{} {}", name_of(path), one.subject);
            compared_.set.uncompared.push_back(std::move(one));
        }
    }

    [[nodiscard]] std::string name_of(const std::string& path) const {
        const std::string base = std::filesystem::path(path).stem().native();
        return base_names_.at(base) == 1 ? base
                                         : std::filesystem::path(path).replace_extension().native();
    }

    const Session& session_;
    const Folders& folders_;
    const ComparePair& compare_;
    std::map<std::string, std::size_t> base_names_;
    std::size_t passed_over_ = 0;
    Compared compared_;
};

} // namespace

Result<Compared>
compare_folders(const Session& session, const Folders& folders, const ComparePair& compare) {
    return FolderComparer(session, folders, compare).run();
}

} // namespace polhist::cli
