#include "ingest/git_history.h"

#include "core/printable.h"
#include "git/place.h"
#include "git/walk.h"
#include "ingest/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace polhist::ingest {
namespace {

using timeline::Claims;
using timeline::Observation;
using timeline::PolicyKey;
using timeline::SourceClass;

constexpr std::string_view ending = ".json";

Instant time_of(const git::WalkedCommit& commit) {
    constexpr std::int64_t microseconds = 1'000'000;
    return {commit.seconds * microseconds};
}

bool is_blank(std::string_view bytes) {
    return bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Whether somebody meant this text to be a policy.
bool is_meant_as_policy(std::string_view bytes) {
    const std::size_t start = bytes.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && bytes[start] == '{' &&
           bytes.find("\"Statement\"") != std::string_view::npos;
}

bool is_text(std::string_view name) {
    while (!name.empty()) {
        const Character character = first_character(name);
        if (!character.valid) {
            return false;
        }
        name.remove_prefix(character.size);
    }
    return true;
}

// The part after the last slash.
std::string_view base_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

// What a blob holds: nothing, a policy, or what is none.
struct Held {
    bool blank = false;
    std::optional<Spelling> spelling;
    std::string bytes;
    Instant first; // commit that had it
};

// One file through all commits.
class FileReader {
public:
    FileReader(const git::Repository& repository, const std::string& source, std::string path)
        : repository_(repository),
          source_(source),
          path_(std::move(path)) {}

    // What a commit left in it.
    Result<void> add(const git::WalkedCommit& commit, const git::ObjectId& blob) {
        Observation look;
        look.at = time_of(commit);
        look.kind = Observation::Kind::withdrawn;
        if (!blob.is_zero()) {
            auto held = held_in(commit, blob);
            if (!held) {
                return tl::make_unexpected(std::move(held.error()));
            }
            (*held)->first = std::min((*held)->first, look.at);
            if (const auto& spelling = (*held)->spelling) {
                look.version = spelling->version;
                look.document = spelling->document;
                look.created = spelling->created;
            } else if (!(*held)->blank) {
                return {};
            }
            look.kind = (*held)->blank ? Observation::Kind::gap : Observation::Kind::in_force;
        }
        looks_.push_back(std::move(look));
        return {};
    }

    [[nodiscard]] bool is_policy() const { return is_policy_; }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] const std::vector<Rejected>& rejected() const { return rejected_; }

    // Moves what was read to the claims of a policy.
    void give(const PolicyKey& policy, const std::string& observer, Claims& claims) {
        for (auto& [blob, held] : held_) {
            if (const auto& spelling = held.spelling) {
                const auto source = spelling->bare ? SourceClass::bare : SourceClass::exact;
                claims.versions.push_back(
                    {policy, spelling->version, spelling->document, spelling->created, source});
                claims.forms.push_back(
                    {policy, spelling->document, std::move(held.bytes), held.first, hex(blob)});
            }
        }
        for (Observation& look : looks_) {
            look.policy = policy;
            look.observer = observer;
            claims.observations.push_back(std::move(look));
        }
    }

private:
    // What a blob holds, read once.
    Result<Held*> held_in(const git::WalkedCommit& commit, const git::ObjectId& blob) {
        if (const auto found = held_.find(blob); found != held_.end()) {
            return &found->second;
        }
        auto bytes = repository_.read(blob, git::ObjectKind::blob);
        if (!bytes) {
            return tl::make_unexpected(std::move(bytes.error()));
        }
        Held& held = held_[blob];
        held.first = time_of(commit);
        held.bytes = std::move(*bytes);
        held.blank = is_blank(held.bytes);
        if (!held.blank) {
            interpret(commit, held);
        }
        return &held;
    }

    void interpret(const git::WalkedCommit& commit, Held& held) {
        constexpr std::size_t digits = 12;
        const std::string place = fmt::format("{}:{}", hex(commit.id).substr(0, digits), path_);
        auto spelling = read_spelling({fmt::format("{}:{}", source_, place), held.bytes});
        if (spelling) {
            held.spelling = std::move(*spelling);
            is_policy_ = true;
        } else {
            rejected_.push_back({source_, place, spelling.error().message});
            is_policy_ = is_policy_ || is_meant_as_policy(held.bytes);
        }
    }

    const git::Repository& repository_;
    const std::string& source_;
    std::string path_;
    bool is_policy_ = false;
    std::map<git::ObjectId, Held> held_;
    std::vector<Observation> looks_;
    std::vector<Rejected> rejected_;
};

// A file that a later commit moved to another folder is not withdrawn by that.
void drop_moves(Claims& claims) {
    std::set<std::pair<std::string_view, Instant>> there;
    for (const Observation& look : claims.observations) {
        if (look.kind != Observation::Kind::withdrawn) {
            there.emplace(look.policy.name, look.at);
        }
    }
    std::erase_if(claims.observations, [&](const Observation& look) {
        return look.kind == Observation::Kind::withdrawn &&
               there.contains({look.policy.name, look.at});
    });
}

// All files of a history, and the names of their policies.
class HistoryReader {
public:
    HistoryReader(const git::Repository& repository,
                  const git::Walk& walk,
                  const std::string& source,
                  const Options& options)
        : walk_(walk),
          options_(options),
          newest_(walk.newest.begin(), walk.newest.end()) {
        files_.reserve(walk.paths.size());
        for (const std::string& path : walk.paths) {
            files_.emplace_back(repository, source, path);
        }
        source_ = source;
    }

    Result<Imported> read() {
        std::vector<std::vector<const git::Change*>> changes(files_.size());
        for (const git::Change& change : walk_.changes) {
            changes[change.path].push_back(&change);
        }
        for (std::size_t i = 0; i < files_.size(); ++i) {
            for (const git::Change* change : changes[i]) {
                auto added = files_[i].add(walk_.commits[change->commit], change->blob);
                if (!added) {
                    return tl::make_unexpected(std::move(added.error()));
                }
            }
            if (options_.progress) {
                options_.progress(static_cast<double>(i + 1) / static_cast<double>(files_.size()));
            }
        }
        give_all();
        return std::move(imported_);
    }

private:
    void give_all() {
        const bool strip = all_end_in_json();
        std::map<std::string, std::string> taken; // names of the newest commit, with their paths
        std::vector<std::string> passed_over;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            FileReader& file = files_[i];
            if (!file.is_policy()) {
                passed_over.push_back(file.path());
                continue;
            }
            std::string name(base_of(file.path()));
            if (strip && name.ends_with(ending)) {
                name.resize(name.size() - ending.size());
            }
            if (newest_.contains(static_cast<std::uint32_t>(i)) &&
                !taken.emplace(name, file.path()).second) {
                reject(file.path(),
                       fmt::format("`{}` is the policy `{}` too; import one of them only",
                                   taken.at(name),
                                   name));
            } else if (!is_text(name)) {
                reject(file.path(), "its name is not UTF-8; rename it");
            } else {
                file.give({options_.scope, std::move(name)}, hex(walk_.root), imported_.claims);
                std::ranges::copy(file.rejected(), std::back_inserter(imported_.rejected));
            }
        }
        drop_moves(imported_.claims);
        // A file that could not be read may say anything at the newest commit.
        if (!imported_.claims.observations.empty() && imported_.rejected.empty()) {
            imported_.claims.polls.push_back(
                {hex(walk_.root), time_of(walk_.commits.front()), {}, {}, {}});
        }
        note(passed_over);
    }

    // Whether each policy of the newest commit is in a file that ends in `.json`.
    [[nodiscard]] bool all_end_in_json() const {
        return std::ranges::all_of(newest_, [&](std::uint32_t position) {
            const FileReader& file = files_[position];
            return !file.is_policy() || file.path().ends_with(ending);
        });
    }

    void reject(const std::string& path, std::string_view why) {
        imported_.rejected.push_back({source_, path, fmt::format("{}:{}: {}", source_, path, why)});
    }

    void note(const std::vector<std::string>& passed_over) {
        if (passed_over.size() == 1) {
            imported_.notes.push_back(fmt::format(
                "{}: `{}` never held a policy and was passed over", source_, passed_over[0]));
        } else if (!passed_over.empty()) {
            imported_.notes.push_back(
                fmt::format("{}: {} files that never held a policy were passed over, among them "
                            "`{}`",
                            source_,
                            passed_over.size(),
                            passed_over[0]));
        }
    }

    const git::Walk& walk_;
    const Options& options_;
    std::set<std::uint32_t> newest_;
    std::vector<FileReader> files_;
    std::string source_;
    Imported imported_;
};

} // namespace

bool is_git_repository(const std::string& path) {
    return git::is_repository(path);
}

Result<Imported> read_git_history(const std::string& path, const Options& options) {
    const auto repository = git::Repository::open(path, git::Packs::trusted);
    if (!repository) {
        return tl::make_unexpected(repository.error());
    }
    const auto tip = repository->reference("HEAD");
    if (!tip) {
        return tl::make_unexpected(tip.error());
    }
    if (!*tip) {
        return failure(fmt::format("{}: has no commit yet", path));
    }
    const auto walked = git::walk(*repository, **tip);
    if (!walked) {
        return tl::make_unexpected(walked.error());
    }
    auto imported = HistoryReader(*repository, *walked, path, options).read();
    if (imported && imported->claims.observations.empty() && imported->rejected.empty()) {
        return failure(fmt::format("{}: no file of its history holds a policy", path));
    }
    return imported;
}

} // namespace polhist::ingest
