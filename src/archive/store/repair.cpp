// repair, of store/fsck.h.

#include "core/file.h"
#include "git/place.h"
#include "store/fsck.h"
#include "store/handles.h"
#include "store/lock.h"
#include "store/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>

namespace polhist::store {
namespace {

namespace fs = std::filesystem;
using git::ObjectId;
using git::ObjectKind;

// Every whole object of a store. Also those that nothing reaches, because what led to them may be
// lost; the claims in them are facts all the same.
class Salvage {
public:
    explicit Salvage(const git::Repository& repository) : repository_(repository) {}

    // An error where it is not known what there is.
    Result<void> gather() {
        const auto all = repository_.all();
        if (!all) {
            return tl::make_unexpected(all.error());
        }
        std::unordered_set<ObjectId, git::ObjectIdHash> met;
        for (const ObjectId& id : *all) {
            if (!met.insert(id).second) {
                continue;
            }
            auto object = repository_.read(id);
            if (!object) {
                // One look may fail for want of memory, descriptors or a moment's peace of the
                // disk.
                object = repository_.read(id);
            }
            if (object) {
                objects_.emplace_back(id, std::move(*object));
                whole_.insert(id);
            }
        }
        return {};
    }

    // Whether an object was read whole.
    [[nodiscard]] bool has(const ObjectId& id) const { return whole_.contains(id); }

    // The claims files and forms among them, as claims. Forms are only those with their bytes.
    [[nodiscard]] Claims claims() const {
        Claims claims;
        std::map<std::string, std::string_view> blobs;
        for (const auto& [id, object] : objects_) {
            if (object.kind == ObjectKind::blob) {
                blobs.emplace(hex(id), object.bytes);
            }
            // A form begins with a brace and so does a claims file; only the latter says whose
            // claims it holds.
            if (object.kind == ObjectKind::blob && object.bytes.starts_with("{\"of\":")) {
                Claims some;
                if (read_claims(hex(id), object.bytes, some)) {
                    claims.append(std::move(some));
                }
            }
        }
        std::erase_if(claims.forms, [&](timeline::Form& form) {
            const auto found = blobs.find(form.blob);
            if (found != blobs.end()) {
                form.bytes = std::string(found->second);
            }
            return found == blobs.end();
        });
        return claims;
    }

    [[nodiscard]] std::vector<git::NewObject> objects() const {
        std::vector<git::NewObject> all;
        for (const auto& [id, object] : objects_) {
            all.push_back({object.kind, id, object.bytes});
        }
        return all;
    }

private:
    const git::Repository& repository_;
    std::deque<std::pair<ObjectId, git::Object>> objects_;
    std::unordered_set<ObjectId, git::ObjectIdHash> whole_;
};

std::set<std::string> files_in(const std::string& folder) {
    std::set<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

// Moves a file of a store to its quarantine.
Result<void> move_aside(const std::string& folder,
                        const std::string& path,
                        const std::string& name,
                        std::vector<std::string>& said) {
    const std::string aside = folder + "/quarantine";
    mkdir(aside.c_str(), 0700);
    const std::string target = fmt::format("{}/{}", aside, name);
    if (rename(path.c_str(), target.c_str()) != 0) {
        return tl::make_unexpected(system_error(path, "moved aside"));
    }
    said.push_back(fmt::format("{}: moved to {}", path, target));
    return sync_folder(aside);
}

// Makes packs readable: what a damaged index leads to may be there all the same, and a damaged
// checksum of a pack says nothing of what is in it.
class PackMender {
public:
    PackMender(const std::string& path, git::Repository& repository, std::vector<std::string>& said)
        : path_(path),
          repository_(repository),
          damaged_(repository.damaged_packs()),
          said_(said) {}

    Result<void> mend_all() {
        for (const std::string& name : files_in(path_ + "/objects/pack")) {
            const std::string pack = fmt::format("{}/objects/pack/{}", path_, name);
            if (!pack.ends_with(".pack")) {
                continue;
            }
            const auto mended = repository_.mend_pack(pack);
            if (!mended) {
                return tl::make_unexpected(mended.error());
            }
            if (*mended) {
                said_.push_back(fmt::format("{}: has its header and checksum again", pack));
            }
            if (auto renewed = renew_index(pack); !renewed) {
                return renewed;
            }
        }
        return {};
    }

private:
    Result<void> renew_index(const std::string& pack) {
        const std::string index = fs::path(pack).replace_extension(".idx");
        std::error_code error;
        const bool there = fs::exists(index, error);
        if (there && std::ranges::find(damaged_, index) == damaged_.end()) {
            return {};
        }
        const auto made = repository_.new_index(pack);
        if (!made) {
            return {}; // the old one still leads to some of what is there
        }
        auto done =
            there ? move_aside(path_, index, fs::path(index).filename(), said_) : Result<void>();
        if (done) {
            done = repository_.put_index(pack, *made);
        }
        if (done) {
            said_.push_back(fmt::format("{}: has an index anew", pack));
        }
        return done;
    }

    const std::string& path_;
    git::Repository& repository_;
    std::vector<std::string> damaged_; // as they were found
    std::vector<std::string>& said_;
};

Result<void> mend_packs(const std::string& path, std::vector<std::string>& said) {
    auto repository = git::Repository::open(path);
    if (!repository) {
        return tl::make_unexpected(std::move(repository.error()));
    }
    // A repository of something else is left alone.
    const auto backup = repository->reference(backup_reference);
    if (access((path + "/polhist").c_str(), F_OK) != 0 && !(backup && *backup)) {
        return {};
    }
    const auto lock = Lock::take(path);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    repository->refresh();
    return PackMender(path, *repository, said).mend_all();
}

class Repairer {
public:
    explicit Repairer(Store::Handles& handles)
        : handles_(handles),
          folder_(handles.repository.folder()) {}

    Result<std::vector<std::string>> repair(const Health& before) {
        Result<void> done;
        if (!before.begins_right) {
            const auto genesis = handles_.first_commit();
            done = genesis ? write_identity(folder_, *genesis)
                           : Result<void>(tl::make_unexpected(genesis.error()));
        }
        Salvage salvage(handles_.repository);
        if (done) {
            done = salvage.gather();
        }
        if (done) {
            done = quarantine(before, salvage);
        }
        if (done) {
            done = restore(salvage);
        }
        if (!done) {
            return tl::make_unexpected(std::move(done.error()));
        }
        return std::move(said_);
    }

private:
    // Moves damaged objects out of the way. A pack is moved whole, after what is good in it was
    // written anew.
    Result<void> quarantine(const Health& before, const Salvage& salvage) {
        bool packed = !handles_.repository.damaged_packs().empty();
        for (const std::string& object : before.damaged) {
            const auto id = git::parse_object_id(object);
            if (id && salvage.has(*id)) {
                continue; // it was only not to be had the first time
            }
            const std::string loose =
                fmt::format("{}objects/{}/{}", folder_, object.substr(0, 2), object.substr(2));
            std::error_code error;
            if (fs::exists(loose, error)) {
                if (auto moved = move_aside(loose, object); !moved) {
                    return moved;
                }
            } else {
                packed = true;
            }
        }
        return packed ? replace_packs(salvage) : Result<void>();
    }

    Result<void> replace_packs(const Salvage& salvage) {
        const std::set<std::string> old = packs();
        const auto good = salvage.objects();
        const auto written = handles_.repository.write_packed(good);
        if (!written) {
            return tl::make_unexpected(written.error());
        }
        // A repair that was interrupted may have written the same pack.
        const auto is_new = [&](const std::string& name) {
            return !written->empty() && name.starts_with(*written + '.');
        };
        for (const std::string& name : packs()) {
            if (old.contains(name) && !is_new(name)) {
                if (auto moved = move_aside(folder_ + "objects/pack/" + name, name); !moved) {
                    return moved;
                }
            }
        }
        handles_.repository.refresh();
        return sync_folder(folder_ + "objects/pack");
    }

    [[nodiscard]] std::set<std::string> packs() const { return files_in(folder_ + "objects/pack"); }

    Result<void> move_aside(const std::string& path, const std::string& name) {
        return store::move_aside(folder_, path, name, said_);
    }

    // Makes the newest tree anew from all that is known.
    Result<void> restore(const Salvage& salvage) {
        Claims claims = salvage.claims();
        if (auto named = name_forms(claims); !named) {
            return named;
        }
        Recording recording(handles_.repository, {});
        const ObjectId format_blob =
            recording.objects().add(ObjectKind::blob, fmt::format("{}\n", format));
        auto done = recording.editor().put("format", format_blob);
        const std::map<std::string, Folder> folders = folders_of(claims);
        for (auto folder = folders.begin(); done && folder != folders.end(); ++folder) {
            done = recording.add(folder->first, folder->second);
        }
        return done ? put(recording) : done;
    }

    Result<void> put(Recording& recording) {
        const ObjectId tree = recording.tree();
        std::vector<git::NewObject> lacking;
        for (const git::NewObject& object : recording.objects().all()) {
            if (handles_.repository.verify(object.id) != git::Presence::there) {
                lacking.push_back({object.kind, object.id, object.bytes});
            }
        }
        auto done = handles_.repository.write(lacking);
        if (done) {
            // With these the newest commit may be whole again.
            done = handles_.find_head(false);
        }
        const auto commit = done ? handles_.repository.read(handles_.head, ObjectKind::commit)
                                       .and_then(git::parse_commit)
                                 : Result<git::Commit>(tl::make_unexpected(done.error()));
        if (!commit) {
            return tl::make_unexpected(commit.error());
        }
        if (commit->tree == tree) {
            if (!lacking.empty()) {
                said_.push_back(
                    fmt::format("{} objects made anew; nothing is lost", lacking.size()));
            }
            return handles_.standing == handles_.head ? Result<void>() : handles_.put_back();
        }
        Change change;
        change.tree = tree;
        change.objects = std::move(recording.objects());
        const auto committed = handles_.commit(change, "fsck: what could be restored");
        if (!committed) {
            return tl::make_unexpected(committed.error());
        }
        said_.push_back(fmt::format(
            "{}: a new commit with what could be restored; import the sources of the rest again",
            hex(handles_.head)));
        return {};
    }

    Store::Handles& handles_;
    const std::string& folder_;
    std::vector<std::string> said_;
};

// Opens a store, even one that does not say any more that it is one.
Result<Store> open_damaged(const std::string& path, std::vector<std::string>& said) {
    if (auto safe = check_permissions(path); !safe) {
        return tl::make_unexpected(std::move(safe.error()));
    }
    if (git::is_repository(path) && !git::Repository::open(path)) {
        if (auto settled = git::Repository::settle(path); !settled) {
            return tl::make_unexpected(std::move(settled.error()));
        }
        said.push_back(fmt::format("{}/config: made anew", path));
    }
    if (auto mended = mend_packs(path, said); !mended) {
        return tl::make_unexpected(std::move(mended.error()));
    }
    if (const auto identity = read_identity(path); !identity) {
        if (auto made = Store::Handles::restore_identity(path, identity.error()); !made) {
            return tl::make_unexpected(std::move(made.error()));
        }
        said.push_back(fmt::format("{}/polhist: made anew", path));
    }
    return Store::open(path, Access::reading);
}

Result<Health> repair(Store& store) {
    Store::Handles& handles = store.handles();
    const auto lock = Lock::take(handles.repository.folder());
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    auto ready = clean_up(handles.repository.folder(), handles.notes);
    if (ready) {
        handles.repository.refresh();
        handles.notes.clear();
        ready = handles.find_head(false);
    }
    auto before = ready ? check(store) : Result<Health>(tl::make_unexpected(ready.error()));
    if (!before || before->is_good()) {
        return before;
    }
    auto said = Repairer(handles).repair(*before);
    if (!said) {
        return tl::make_unexpected(std::move(said.error()));
    }
    std::ranges::move(handles.notes, std::back_inserter(*said));
    handles.notes.clear();
    return check(store).map([&](Health&& health) {
        health.repaired = std::move(*said);
        return std::move(health);
    });
}

} // namespace

Result<Health> repair(const std::string& path) {
    std::vector<std::string> said;
    auto store = open_damaged(path, said);
    auto health =
        store ? repair(*store) : Result<Health>(tl::make_unexpected(std::move(store.error())));
    if (health) {
        health->repaired.insert(health->repaired.begin(), said.begin(), said.end());
    }
    return health;
}

} // namespace polhist::store
