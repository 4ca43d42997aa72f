#include "ingest/folder.h"
#include "net/address.h"
#include "net/http.h"
#include "process/program.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace polhist::watch {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience(10 * 60);

// A folder that is gone when nobody needs it any more.
class Scratch {
public:
    Scratch() {
        std::error_code error;
        std::string name = (fs::temp_directory_path(error) / "polhist-git-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) {
            path_ = name;
        }
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    Scratch(Scratch&&) = delete;
    Scratch& operator=(Scratch&&) = delete;

    ~Scratch() {
        if (!path_.empty()) {
            std::error_code error;
            fs::remove_all(path_, error);
        }
    }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

// The newest commit of a repository, near or far, through git itself. Only https, ssh and files are
// spoken; what is neither encrypted nor signed, to this machine alone.
class GitSource final : public Source {
public:
    explicit GitSource(std::string url) : url_(std::move(url)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        const auto tip = newest();
        if (!tip) {
            return tl::make_unexpected(tip.error());
        }
        if (*tip == options.mark) {
            return Fetched{std::nullopt, *tip};
        }
        const Scratch scratch;
        if (scratch.path().empty()) {
            return failure(fmt::format("{}: there is no room for a clone", name()));
        }
        const std::string clone = scratch.path() + "/clone";
        // A tip that moves between the two calls is seen by the next run.
        if (const auto cloned = git({"clone",
                                     "--quiet",
                                     "--depth=1",
                                     "--single-branch",
                                     "--no-tags",
                                     "--template=",
                                     "--",
                                     address(),
                                     clone});
            !cloned) {
            return tl::make_unexpected(cloned.error());
        }
        return read(clone, *tip, options);
    }

private:
    [[nodiscard]] std::string name() const {
        return url_.find("://") == std::string::npos ? url_ : net::redacted(url_);
    }

    // A path as a URL, because git clones a path by linking its files, whole.
    [[nodiscard]] std::string address() const {
        std::error_code error;
        return url_.find("://") == std::string::npos && fs::exists(url_, error)
                   ? fmt::format("file://{}", fs::absolute(url_, error).string())
                   : url_;
    }

    [[nodiscard]] bool is_on_this_machine() const {
        const std::size_t start = url_.find("://");
        if (start == std::string::npos) {
            return false;
        }
        const std::string rest = url_.substr(start + 3);
        const std::string host = rest.substr(0, rest.find_first_of(":/"));
        return net::reach_of_host(host) == net::Reach::loopback;
    }

    [[nodiscard]] Result<std::string> git(std::vector<std::string> words) const {
        process::Command command;
        command.words = {"git",
                         "-c",
                         "core.hooksPath=/dev/null",
                         "-c",
                         "core.symlinks=false",
                         "-c",
                         "core.fsmonitor=false",
                         "-c",
                         "protocol.ext.allow=never",
                         "-c",
                         "http.followRedirects=false"};
        command.words.insert(command.words.end(), words.begin(), words.end());
        command.environment = {
            {"GIT_TERMINAL_PROMPT", "0"},
            {"GIT_ASKPASS", "/bin/false"},
            {"GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20"},
            {"GIT_ALLOW_PROTOCOL",
             is_on_this_machine() ? "https:ssh:file:git:http" : "https:ssh:file"},
            {"GIT_LFS_SKIP_SMUDGE", "1"},
            {"LC_ALL", "C"}};
        command.most = std::size_t{4} * 1024 * 1024;
        command.patience = patience;
        auto outcome = process::run(command);
        if (!outcome) {
            return failure(fmt::format("{}: {}", name(), outcome.error().message));
        }
        if (outcome->status != 0) {
            // What git says may hold the URL with its secrets.
            const bool tells = url_.find('@') == std::string::npos;
            return failure(fmt::format("{}: git {} failed{}{}",
                                       name(),
                                       words.front(),
                                       tells ? ": " : "",
                                       tells ? process::first_line(outcome->errors) : ""));
        }
        return std::move(outcome->output);
    }

    // The commit that HEAD is at.
    [[nodiscard]] Result<std::string> newest() const {
        auto printed = git({"ls-remote", "--", address(), "HEAD"});
        if (!printed) {
            return printed;
        }
        const std::string commit = printed->substr(0, printed->find_first_of(" \t\n"));
        return commit.empty() ? failure(fmt::format("{}: has no commit yet", name()))
                              : Result<std::string>(commit);
    }

    [[nodiscard]] Result<Fetched>
    read(const std::string& clone, const std::string& tip, const FetchOptions& options) const {
        auto imported = ingest::read_folder(clone, ingest_options(options));
        if (!imported) {
            return failure(fmt::format(
                "{}: the newest commit holds no document; name a repository of policies", name()));
        }
        // Where the clone lies is nobody's business.
        for (ingest::Rejected& rejected : imported->rejected) {
            if (rejected.error.starts_with(clone)) {
                rejected.error =
                    fmt::format("{}:{}", name(), rejected.error.substr(clone.size() + 1));
            }
        }
        for (std::string& note : imported->notes) {
            if (note.starts_with(clone)) {
                note = name() + note.substr(clone.size());
            }
        }
        return Fetched{std::move(*imported), tip};
    }

    std::string url_;
};

} // namespace

Result<std::unique_ptr<Source>> make_git_source(const std::string& rest) {
    if (rest.starts_with('-')) {
        return failure(fmt::format("`{}` is no repository", rest));
    }
    return std::make_unique<GitSource>(rest);
}

} // namespace polhist::watch
