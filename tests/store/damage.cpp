// Damages each file of a small store in every way and looks at what comes of it:
//
//     damage [--all] [--every N] [--seed N] [--only WORD]
//
// A byte is changed, or the file is cut off, at each place (without --all: at each
// Nth place), of each file whose path has the word.
// Each try runs in a process of its own under a watchdog. What is read must be what was recorded,
// or an error, or said to be older; `check` must see whatever made a difference; and after
// `repair`, recording the same again must bring everything back.

#include "core/file.h"
#include "folder.h"
#include "git/repository.h"
#include "store/fsck.h"
#include "store/store.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using namespace polhist;
using store::Access;
using store::Claims;
using store::PolicyKey;
using store::Store;

constexpr unsigned watchdog = 5; // seconds

[[noreturn]] void stop(const std::string& why) {
    std::fprintf(stderr, "damage: %s\n", why.c_str());
    std::exit(2);
}

template <typename T>
T needed(Result<T> result) {
    return result ? std::move(*result) : (stop(result.error().message), T(std::move(*result)));
}

std::string bytes_of(const std::string& path) {
    constexpr std::size_t most = std::size_t{1024} * 1024;
    return needed(read_file(path, most)).value_or(std::string());
}

void write(const fs::path& path, std::string_view bytes) {
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string hash_of(unsigned number) {
    return std::string(62, '0') + std::to_string(10 + number);
}

Claims claims_of(unsigned first, unsigned last) {
    Claims claims;
    for (unsigned i = first; i < last; ++i) {
        const PolicyKey policy{i % 2 == 0 ? "aws" : "local", "P" + std::to_string(i / 2)};
        const Instant at{std::int64_t{86'400'000'000} * (1000 + i)};
        claims.policies.push_back({policy, "arn:" + policy.name, {}, {}});
        claims.versions.push_back({policy, "v1", hash_of(i), at, timeline::SourceClass::exact});
        const std::string form =
            "{\"Version\": \"2012-10-17\", \"n\": " + std::to_string(i) + ", \"Statement\": []}";
        claims.forms.push_back({policy, hash_of(i), form, at, {}});
    }
    claims.updates.push_back({{"a page", "2021-01-01"}, "2021-01-01", {"aws", "P0"}, "c", "d", 0});
    return claims;
}

// All that a store answers, as texts: by what was asked.
using Answers = std::map<std::string, std::string>;

struct Asked {
    Answers answers;
    bool told = false; // something was said to be wrong
};

Asked ask(const Store& store) {
    Asked asked;
    asked.told = !store.notes().empty();
    const auto keys = store.policies();
    asked.told = asked.told || !keys;
    for (const PolicyKey& key : keys ? *keys : std::vector<PolicyKey>()) {
        const auto claims = store.claims_of(key);
        const std::string name = key.scope + ":" + key.name;
        if (!claims) {
            asked.told = true;
            continue;
        }
        for (const auto& claim : claims->policies) {
            asked.answers[name] += claim.arn + ' ';
        }
        for (const auto& claim : claims->versions) {
            asked.answers[name] += claim.version + claim.document + format_instant(*claim.created);
        }
        for (const auto& form : claims->forms) {
            const auto bytes = store.form(form.blob);
            asked.told = asked.told || !bytes;
            if (bytes) {
                asked.answers[name + ' ' + form.blob] = *bytes;
            }
        }
    }
    const auto pages = store.pages();
    asked.told = asked.told || !pages;
    for (const auto& update : pages ? pages->updates : std::vector<timeline::DocumentedUpdate>()) {
        asked.answers["page"] += update.change + update.description;
    }
    return asked;
}

bool all_true(const Answers& answers, const Answers& truth) {
    return std::ranges::all_of(answers, [&](const auto& answer) {
        const auto found = truth.find(answer.first);
        return found != truth.end() && found->second == answer.second;
    });
}

// What is wrong with a damaged store; nothing where all is as it should be.
std::string
judge(const std::string& path, const Answers& truth, const Answers& before, bool packed) {
    bool seen = false;
    if (const auto store = Store::open(path, Access::reading)) {
        const Asked asked = ask(*store);
        const bool older = !store->notes().empty();
        if (!all_true(asked.answers, truth) && !(older && all_true(asked.answers, before))) {
            return "wrong bytes";
        }
        if (!asked.told && asked.answers != truth) {
            return "less is there, and nothing says so";
        }
        const auto health = store::check(*store);
        seen = !health || !health->is_good();
        if (!seen && asked.answers != truth) {
            return "check sees nothing";
        }
    } else if (store.error().message.find(path) == std::string::npos) {
        return "an error that names no file: " + store.error().message;
    }
    const auto repaired = store::repair(path);
    auto store = Store::open(path, Access::writing);
    if (!store) {
        // Of the only pack nothing may be left; that must be said then.
        const bool lost = store.error().message.find("its history is lost") != std::string::npos;
        return packed && lost ? "" : "after repair: " + store.error().message;
    }
    if (!all_true(ask(*store).answers, truth) && !all_true(ask(*store).answers, before)) {
        return "wrong bytes after repair";
    }
    const auto recorded = store->record(claims_of(0, 6), "again");
    if (!recorded) {
        return "recording again: " + recorded.error().message;
    }
    const auto again = Store::open(path, Access::reading);
    if (!again || ask(*again).answers != truth) {
        return "recording again does not bring everything back";
    }
    const auto health = store::check(*again);
    // Of older commits something may be lost for good. It is missing then, and no more in the way.
    if (!health || !health->wrong.empty() || !health->damaged.empty()) {
        const bool wrong = health && !health->wrong.empty();
        return "still damaged: " + (!health ? health.error().message
                                    : wrong ? health->wrong.front()
                                            : std::string("objects"));
    }
    return {};
}

struct World {
    TestFolder folder;
    std::string whole; // a store that is not touched
    std::string tried;
    Answers truth;
    Answers before; // after the first of its two runs

    explicit World(bool packed) : whole(folder / "whole"), tried(folder / "tried") {
        {
            auto made = needed(Store::open(whole, Access::writing));
            needed(made.record(claims_of(0, 4), "first"));
            before = ask(made).answers;
            needed(made.record(claims_of(2, 6), "second"));
            truth = ask(made).answers;
        }
        if (packed) {
            pack();
        }
        list();
    }

    // Moves all objects into one pack, and the references into one file, as git does.
    void pack() const {
        const std::string command =
            "git -C " + whole + " repack -adq && git -C " + whole + " pack-refs --all";
        if (std::system(command.c_str()) != 0) { // NOLINT(cert-env33-c,concurrency-mt-unsafe)
            stop("git cannot pack the store");
        }
    }

    [[nodiscard]] const std::vector<fs::path>& files() const { return files_; }

private:
    void list() {
        for (const auto& entry : fs::recursive_directory_iterator(whole)) {
            const fs::path path = fs::relative(entry.path(), whole);
            const bool ours = entry.is_regular_file() && entry.file_size() > 0;
            if (ours && path.extension() != ".lock" && *path.begin() != "info" &&
                path.filename() != "description") {
                files_.push_back(path);
            }
        }
        std::ranges::sort(files_);
    }

    std::vector<fs::path> files_;

public:
    // Copies the store without its many empty folders.
    void restore() const {
        fs::remove_all(tried);
        for (const char* kept : {"objects/pack", "refs/heads"}) {
            fs::create_directories(fs::path(tried) / kept);
        }
        for (const fs::path& path : files()) {
            fs::create_directories((fs::path(tried) / path).parent_path());
            fs::copy_file(fs::path(whole) / path, fs::path(tried) / path);
        }
    }
};

// Runs in a child what may crash or hang. Its complaint; nothing where it has none.
std::string apart(const std::function<std::string()>& run) {
    int ends[2];
    if (pipe(ends) != 0) {
        stop("no pipe");
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        alarm(watchdog);
        const std::string complaint = run();
        const bool told =
            complaint.empty() || ::write(ends[1], complaint.data(), complaint.size()) >= 0;
        _exit(told && complaint.empty() ? 0 : 1);
    }
    close(ends[1]);
    std::string complaint(4096, '\0');
    const ssize_t size = read(ends[0], complaint.data(), complaint.size());
    close(ends[0]);
    complaint.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) == SIGALRM ? "hangs"
                                           : "ends by signal " + std::to_string(WTERMSIG(status));
    }
    return status == 0 ? "" : complaint.empty() ? "fails" : complaint;
}

struct Tally {
    std::size_t tried = 0;
    std::size_t complaints = 0;
};

void damage(const World& world,
            const fs::path& path,
            std::size_t every,
            std::mt19937& random,
            Tally& tally) {
    const std::string whole = bytes_of(fs::path(world.whole) / path);
    std::size_t skip = random() % every;
    for (std::size_t i = 0; i < 2 * whole.size(); ++i) {
        if (skip > 0) {
            --skip;
            continue;
        }
        skip = every - 1;
        const std::size_t at = i / 2;
        std::string bytes = whole;
        if (i % 2 == 0) {
            bytes[at] =
                static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << (random() % 8)));
        } else {
            bytes.resize(at);
        }
        world.restore();
        write(fs::path(world.tried) / path, bytes);
        const std::string complaint = apart([&] {
            return judge(world.tried, world.truth, world.before, path.extension() == ".pack");
        });
        ++tally.tried;
        if (!complaint.empty()) {
            ++tally.complaints;
            std::printf("damage: %s %s %zu: %s\n",
                        path.c_str(),
                        i % 2 == 0 ? "flipped at" : "cut to",
                        at,
                        complaint.c_str());
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    std::size_t every = 150;
    unsigned seed = 1;
    std::string only;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--all") {
            every = 1;
        } else if (argument == "--every" && i + 1 < argc) {
            every = std::max(1UL, std::strtoul(argv[++i], nullptr, 10));
        } else if (argument == "--only" && i + 1 < argc) {
            only = argv[++i];
        } else if (argument == "--seed" && i + 1 < argc) {
            seed = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        } else {
            stop("usage: damage [--all] [--every N] [--seed N] [--only WORD]");
        }
    }
    std::mt19937 random(seed);
    Tally tally;
    for (const bool packed : {false, true}) {
        const World world(packed);
        for (const fs::path& path : world.files()) {
            if (path.string().find(only) != std::string::npos) {
                damage(world, path, every, random, tally);
            }
        }
    }
    std::printf(
        "damage: %zu passed, %zu failed\n", tally.tried - tally.complaints, tally.complaints);
    return tally.complaints == 0 ? 0 : 1;
}
