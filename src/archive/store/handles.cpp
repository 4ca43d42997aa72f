#include "store/handles.h"

#include "core/file.h"
#include "store/folders.h"
#include "store/lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace polhist::store {
namespace {

namespace fs = std::filesystem;
using git::ObjectId;
using git::ObjectKind;

std::string commit_bytes(const ObjectId& tree, const ObjectId& parent, std::string_view message) {
    const auto seconds = static_cast<std::int64_t>(time(nullptr));
    std::string bytes = fmt::format("tree {}\n", hex(tree));
    if (!parent.is_zero()) {
        bytes += fmt::format("parent {}\n", hex(parent));
    }
    for (const std::string_view role : {"author", "committer"}) {
        bytes += fmt::format("{} polhist <polhist@localhost> {} +0000\n", role, seconds);
    }
    return bytes + fmt::format("\n{}\n", message);
}

// Fills an empty folder with a store.
Result<void> make_store(const std::string& path) {
    auto repository = git::Repository::create(path);
    if (!repository) {
        return tl::make_unexpected(std::move(repository.error()));
    }
    NewObjects objects;
    TreeEditor tree(*repository, {});
    auto done = tree.put("format", objects.add(ObjectKind::blob, fmt::format("{}\n", format)));
    const ObjectId root = tree.write(objects);
    const ObjectId genesis =
        objects.add(ObjectKind::commit, commit_bytes(root, {}, "polhist: a new store"));
    if (done) {
        done = repository->write(objects.all());
    }
    for (const std::string& name : {main_reference, backup_reference}) {
        if (done) {
            const auto moved = repository->move_reference(name, {}, genesis, "polhist: new");
            done = moved ? Result<void>() : tl::make_unexpected(moved.error());
        }
    }
    if (done) {
        done = write_identity(path, genesis);
    }
    return done;
}

// The commits that the history may be at when its reference is lost, best first: the last of its
// log, and the backup.
std::vector<ObjectId> candidates(const git::Repository& repository, const ObjectId& genesis) {
    std::vector<ObjectId> found;
    constexpr std::size_t largest_log = std::size_t{64} * 1024 * 1024;
    const auto log = read_file(repository.folder() + "logs/" + main_reference, largest_log);
    if (log && *log) {
        std::string_view text = **log;
        while (!text.empty()) {
            const std::size_t start = text.substr(0, text.size() - 1).rfind('\n') + 1;
            const std::string_view line = text.substr(start);
            constexpr std::size_t digits = 40;
            if (line.size() > 2 * digits) {
                if (const auto id = git::parse_object_id(line.substr(digits + 1, digits))) {
                    found.push_back(*id);
                }
            }
            text = text.substr(0, start);
            if (found.size() > 100) {
                break;
            }
        }
    }
    if (const auto backup = repository.reference(backup_reference); backup && *backup) {
        found.push_back(**backup);
    }
    found.push_back(genesis);
    return found;
}

bool is_whole_commit(const git::Repository& repository, const ObjectId& id) {
    const auto commit = repository.read(id, ObjectKind::commit).and_then(git::parse_commit);
    return commit && repository.read(commit->tree, ObjectKind::tree);
}

} // namespace

Result<void> Store::Handles::create(const std::string& path) {
    std::error_code error;
    const fs::path parent = fs::absolute(path).parent_path();
    fs::create_directories(parent, error);
    if (Store::exists(path)) {
        return {};
    }
    std::string made = path + ".new-XXXXXX";
    if (mkdtemp(made.data()) == nullptr) {
        return tl::make_unexpected(system_error(path, "created"));
    }
    auto done = make_store(made);
    if (done && rename(made.c_str(), path.c_str()) != 0) {
        done = tl::make_unexpected(system_error(path, "created"));
    }
    if (!done) {
        fs::remove_all(made, error);
        // Somebody else was quicker.
        return Store::exists(path) ? Result<void>() : done;
    }
    return sync_folder(parent.string());
}

Result<std::unique_ptr<Store::Handles>> Store::Handles::open(const std::string& path) {
    if (auto safe = check_permissions(path); !safe) {
        return tl::make_unexpected(std::move(safe.error()));
    }
    auto identity = read_identity(path);
    if (!identity) {
        return tl::make_unexpected(std::move(identity.error()));
    }
    auto repository = git::Repository::open(path);
    if (!repository) {
        return tl::make_unexpected(std::move(repository.error()));
    }
    auto handles = std::make_unique<Handles>(
        Handles{std::move(*repository), std::move(*identity), {}, {}, {}, {}});
    if (auto found = handles->find_head(false); !found) {
        return tl::make_unexpected(std::move(found.error()));
    }
    return handles;
}

Result<ObjectId> Store::Handles::first_commit() const {
    ObjectId id = head;
    while (true) {
        const auto commit = repository.read(id, ObjectKind::commit).and_then(git::parse_commit);
        if (!commit) {
            return tl::make_unexpected(commit.error());
        }
        if (commit->parents.empty()) {
            return id;
        }
        id = commit->parents.front();
    }
}

Result<void> Store::Handles::restore_identity(const std::string& path, const Error& lost) {
    auto safe = check_permissions(path);
    auto repository = safe ? git::Repository::open(path)
                           : Result<git::Repository>(tl::make_unexpected(safe.error()));
    if (!repository) {
        return tl::make_unexpected(std::move(repository.error()));
    }
    Handles handles{std::move(*repository), {}, {}, {}, {}, {}};
    const auto lock = Lock::take(path);
    // A repository of something else, and a store of a newer polhist, are left alone.
    if (!lock || !handles.find_head(false) || !handles.root()) {
        return tl::make_unexpected(lost);
    }
    const auto genesis = handles.first_commit();
    return genesis ? write_identity(path, *genesis)
                   : Result<void>(tl::make_unexpected(genesis.error()));
}

Result<Store> Store::open(const std::string& path, Access access) {
    if (access == Access::writing && !exists(path)) {
        if (auto created = Handles::create(path); !created) {
            return tl::make_unexpected(std::move(created.error()));
        }
    }
    return Handles::open(path).map(
        [](std::unique_ptr<Handles>&& handles) { return Store(std::move(handles)); });
}

Result<void> Store::Handles::find_head(bool mend) {
    const auto main = repository.reference(main_reference);
    standing = main && *main ? **main : ObjectId{};
    if (!standing.is_zero() && is_whole_commit(repository, standing)) {
        head = standing;
        const auto later = lost_since();
        if (!later) {
            return {};
        }
        head = *later;
        notes.push_back(fmt::format(
            "{}: its reference fell back; {} is taken again", repository.folder(), hex(head)));
        return mend ? put_back() : Result<void>();
    }
    const std::vector<ObjectId> all = candidates(repository, identity.genesis);
    const auto found = std::ranges::find_if(
        all, [&](const ObjectId& id) { return is_whole_commit(repository, id); });
    if (found == all.end()) {
        return failure(
            fmt::format("{}: its history is lost, and no copy of it can be read; run `polhist fsck "
                        "--repair`, and where that fails restore it from a backup",
                        repository.folder()));
    }
    head = *found;
    notes.push_back(fmt::format(
        "{}: its newest commit was lost; {} is taken for it", repository.folder(), hex(head)));
    if (!mend) {
        return {};
    }
    // What is newer may be damaged and not gone; to write on top of this would lose it.
    if (found != all.begin()) {
        return failure(fmt::format(
            "{}: its newest commit is damaged; run `polhist fsck --repair` before anything is "
            "recorded",
            repository.folder()));
    }
    return put_back();
}

std::optional<ObjectId> Store::Handles::lost_since() const {
    const auto backup = repository.reference(backup_reference);
    if (!backup || !*backup || **backup == head) {
        return std::nullopt;
    }
    // Whoever moves it on purpose leaves a line in its log.
    const auto logged = candidates(repository, {});
    if (!logged.empty() && logged.front() == head) {
        return std::nullopt;
    }
    for (ObjectId id = **backup; id != head;) {
        const auto commit = repository.read(id, ObjectKind::commit).and_then(git::parse_commit);
        if (!commit || commit->parents.empty()) {
            return std::nullopt;
        }
        id = commit->parents.front();
    }
    return **backup;
}

Result<void> Store::Handles::put_back() {
    auto moved = repository.move_reference(main_reference, standing, head, "polhist: put back");
    if (moved && *moved) {
        standing = head;
        return {};
    }
    const auto now = repository.reference(main_reference);
    if (now && *now && is_whole_commit(repository, **now)) {
        return failure(fmt::format("{}: changes while it is mended", repository.folder()));
    }
    // A file that is there and no reference stands in git's way.
    for (const std::string& name : {main_reference, std::string("packed-refs")}) {
        const std::string path = repository.folder() + name;
        const std::string aside = path + ".damaged";
        if (rename(path.c_str(), aside.c_str()) == 0) {
            notes.push_back(fmt::format("{}: is damaged; moved to {}", path, aside));
        } else if (errno != ENOENT) {
            return tl::make_unexpected(system_error(path, "moved aside"));
        }
    }
    moved = repository.move_reference(main_reference, {}, head, "polhist: put back");
    if (!moved) {
        return tl::make_unexpected(moved.error());
    }
    if (!*moved) {
        return failure(fmt::format("{}: changes while it is mended", repository.folder()));
    }
    standing = head;
    return {};
}

Result<ObjectId> Store::Handles::root_of(const ObjectId& commit) const {
    if (known_root.first == commit && !commit.is_zero()) {
        return known_root.second;
    }
    const auto read = repository.read(commit, ObjectKind::commit).and_then(git::parse_commit);
    if (!read) {
        return tl::make_unexpected(read.error());
    }
    TreeEditor tree(repository, read->tree);
    const auto file = tree.find("format");
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    const auto text = *file ? repository.read(**file, ObjectKind::blob) : Result<std::string>("");
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const std::string_view digits = std::string_view(*text).substr(0, text->find('\n'));
    if (auto known = check_format(repository.folder(), digits); !known) {
        return tl::make_unexpected(std::move(known.error()));
    }
    known_root = {commit, read->tree};
    return read->tree;
}

Result<ObjectId> Store::Handles::root() const {
    return root_of(head);
}

Result<Recorded>
Store::Handles::change(const std::string& message,
                       const std::function<Result<Change>(const ObjectId&)>& make) {
    const auto lock = Lock::take(repository.folder());
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    auto ready = clean_up(repository.folder(), notes);
    constexpr int tries = 5;
    for (int i = 0; ready && i < tries; ++i) {
        repository.refresh();
        ready = find_head(true);
        auto tree = ready ? root() : Result<ObjectId>(tl::make_unexpected(ready.error()));
        auto change = tree ? make(*tree) : Result<Change>(tl::make_unexpected(tree.error()));
        if (!change) {
            return tl::make_unexpected(std::move(change.error()));
        }
        if (change->tree.is_zero()) {
            return std::move(change->recorded);
        }
        auto committed = commit(*change, message);
        if (!committed) {
            return tl::make_unexpected(std::move(committed.error()));
        }
        if (*committed) {
            return std::move(change->recorded);
        }
    }
    return ready ? failure(fmt::format("{}: somebody else keeps changing it; try again",
                                       repository.folder()))
                 : Result<Recorded>(tl::make_unexpected(ready.error()));
}

Result<bool> Store::Handles::commit(Change& change, const std::string& message) {
    const ObjectId id =
        change.objects.add(ObjectKind::commit, commit_bytes(change.tree, head, message));
    if (auto written = repository.write(change.objects.all()); !written) {
        return tl::make_unexpected(std::move(written.error()));
    }
    if (auto whole = verify(change.objects.all()); !whole) {
        return tl::make_unexpected(std::move(whole.error()));
    }
    // A lost history goes straight to its new commit: in between, less would be there unsaid.
    const ObjectId parent = std::exchange(head, id);
    const Result<bool> moved = standing == parent
                                   ? repository.move_reference(main_reference, parent, id, message)
                                   : put_back().map([] { return true; });
    // An error may come after the reference has moved; what it says now is what counts.
    const auto now = repository.reference(main_reference);
    if (!now || !*now || **now != id) {
        head = parent;
        return moved ? Result<bool>(false) : Result<bool>(tl::make_unexpected(moved.error()));
    }
    const auto backup = repository.reference(backup_reference);
    const ObjectId from = backup && *backup ? **backup : ObjectId{};
    // Without it the log still tells; the next run moves it.
    static_cast<void>(repository.move_reference(backup_reference, from, id, message));
    standing = id;
    change.recorded.commit = hex(id);
    return true;
}

Result<void> Store::Handles::verify(std::span<const git::NewObject> objects) const {
    // What a pack gives back was seen when it was written; loose ones are few.
    const bool packed = objects.size() >= git::least_packed;
    for (const git::NewObject& object : objects) {
        const bool there = packed ? repository.has(object.id)
                                  : repository.verify(object.id) == git::Presence::there;
        if (!there) {
            return failure(fmt::format("{}: object {} was written and cannot be read back; nothing "
                                       "was recorded",
                                       repository.folder(),
                                       hex(object.id)));
        }
    }
    return {};
}

Result<void>
Store::Handles::each_folder(std::string_view area,
                            const std::function<Result<void>(const FolderAt&)>& use) const {
    const auto top = root();
    if (!top) {
        return tl::make_unexpected(top.error());
    }
    return walk_folders(repository, *top, area, use);
}

Result<Subject> Store::Handles::read_file(const FolderAt& at, Claims& claims) const {
    const std::string name = fmt::format("{}{}/claims", repository.folder(), at.path);
    const auto text = repository.read(at.claims, ObjectKind::blob);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    auto subject = read_claims(name, *text, claims);
    if (subject && subject->folder != at.path) {
        return failure(
            fmt::format("{}: belongs in `{}`; run `polhist fsck`", name, subject->folder));
    }
    return subject;
}

Result<void>
Store::Handles::each_file(std::string_view area,
                          const std::function<Result<void>(const Subject&, Claims)>& use) const {
    return each_folder(area, [&](const FolderAt& at) -> Result<void> {
        Claims claims;
        const auto subject = read_file(at, claims);
        return subject ? use(*subject, std::move(claims))
                       : Result<void>(tl::make_unexpected(subject.error()));
    });
}

} // namespace polhist::store
