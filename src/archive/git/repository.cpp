#include "git/repository.h"

#include "core/file.h"
#include "core/mapping.h"
#include "git/checksum.h"
#include "git/handle.h"
#include "git/loose.h"
#include "git/pack.h"
#include "git/pack_index.h"

#include <fmt/format.h>
#include <git2.h>
#include <git2/sys/odb_backend.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::git {
namespace {

using Odb = Handle<git_odb, git_odb_free>;
using OdbObject = Handle<git_odb_object, git_odb_object_free>;
using Indexer = Handle<git_indexer, git_indexer_free>;
using Reference = Handle<git_reference, git_reference_free>;
using RepositoryHandle = Handle<git_repository, git_repository_free>;

// libgit2, started once and set up as we need it: everything synced, nobody's settings read, no
// object kept twice in memory. Objects are held against their names here, where it matters.
class Library {
public:
    Library() {
        git_libgit2_init();
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
        // It would look up what a reference is moved to, by its own reading of all files.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
        for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA,
                                GIT_CONFIG_LEVEL_SYSTEM,
                                GIT_CONFIG_LEVEL_XDG,
                                GIT_CONFIG_LEVEL_GLOBAL}) {
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
        }
    }

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    ~Library() { git_libgit2_shutdown(); }

    static void start() { static const Library library; }
};

Error last_error(const std::string& where) {
    const git_error* error = git_error_last();
    return {fmt::format("{}: {}", where, error == nullptr ? "git failed" : error->message)};
}

git_oid raw(const ObjectId& id) {
    git_oid oid;
    std::memcpy(oid.id, id.bytes.data(), id.bytes.size());
    return oid;
}

ObjectId id_in(const git_oid& oid) {
    ObjectId id;
    std::memcpy(id.bytes.data(), oid.id, id.bytes.size());
    return id;
}

std::optional<ObjectKind> kind_of(git_object_t type) {
    switch (static_cast<int>(type)) {
    case GIT_OBJECT_COMMIT:
        return ObjectKind::commit;
    case GIT_OBJECT_TREE:
        return ObjectKind::tree;
    case GIT_OBJECT_BLOB:
        return ObjectKind::blob;
    case GIT_OBJECT_TAG:
        return ObjectKind::tag;
    default:
        return std::nullopt;
    }
}

Result<void> check_owner(const std::string& path) {
    struct stat status {};

    if (stat(path.c_str(), &status) != 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    if (status.st_uid != geteuid()) {
        return failure(fmt::format(
            "{}: belongs to another user; copy it with `git clone --bare` and name the copy",
            path));
    }
    return {};
}

// The folders `objects` of a repository and of those it borrows from.
void add_object_folders(const std::string& folder, std::vector<std::string>& folders) {
    constexpr std::size_t most = 8;
    constexpr std::size_t largest_list = std::size_t{64} * 1024;
    if (folders.size() == most) {
        return;
    }
    folders.push_back(folder);
    const auto list = read_file(folder + "/info/alternates", largest_list);
    if (!list || !*list) {
        return;
    }
    for (std::string_view rest = **list; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.empty() && line.front() != '#') {
            add_object_folders(line.front() == '/' ? std::string(line)
                                                   : fmt::format("{}/{}", folder, line),
                               folders);
        }
    }
}

} // namespace

std::string index_path_of(const std::string& pack) {
    return std::filesystem::path(pack).replace_extension(".idx");
}

std::string pack_path_of(const std::string& index) {
    return std::filesystem::path(index).replace_extension(".pack");
}

// A pack and its index, of which libgit2 is asked for objects only.
struct PackFile {
    Mapping index;
    Mapping pack;
};

struct Repository::Handles {
    std::string folder;
    std::vector<std::string> object_folders;
    RepositoryHandle repository;
    Odb packs;
    std::vector<PackFile> pack_files; // the same
    bool trusted = false;             // what is in packs

    [[nodiscard]] const std::string& own_objects() const { return object_folders.front(); }

    // Opens the packs that there are now. libgit2 itself never forgets one that is gone, nor an
    // index that was replaced.
    bool open_packs() {
        packs.reset();
        pack_files.clear();
        bool good = git_odb_new(Out(packs)) == 0;
        for (const std::string& objects : object_folders) {
            for (const std::string& index : sound_indexes(objects + "/pack")) {
                auto index_file = Mapping::of(index);
                auto pack = Mapping::of(pack_path_of(index));
                if (!index_file || !pack) {
                    continue;
                }
                pack_files.push_back({std::move(*index_file), std::move(*pack)});
                git_odb_backend* backend = nullptr;
                good = good && git_odb_backend_one_pack(&backend, index.c_str()) == 0 &&
                       git_odb_add_backend(packs.get(), backend, 1) == 0;
            }
        }
        return good;
    }

    [[nodiscard]] bool has_packed(const ObjectId& id) const {
        return std::ranges::any_of(pack_files, [&](const PackFile& file) {
            return place_of(file.index.bytes(), id).has_value();
        });
    }

    // The size of an object in packs, of the largest where several have it; nothing where none has
    // it whole.
    [[nodiscard]] std::optional<std::size_t> packed_size(const ObjectId& id) const {
        std::optional<std::size_t> largest;
        for (const PackFile& file : pack_files) {
            const auto place = place_of(file.index.bytes(), id);
            const auto size = place ? size_at(file.pack.bytes(), *place) : std::nullopt;
            largest = std::max(largest, size);
        }
        return largest;
    }

    // An object of a pack; nothing where no pack gives it whole.
    [[nodiscard]] Result<std::optional<Object>> read_packed(const ObjectId& id) const;
};

Repository::Repository(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}

Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

Result<Repository> Repository::open(const std::string& path, Packs packs) {
    Library::start();
    auto handles = std::make_unique<Handles>();
    handles->trusted = packs == Packs::trusted;
    if (auto owned = check_owner(path); !owned) {
        return tl::make_unexpected(owned.error());
    }
    if (git_repository_open_ext(
            Out(handles->repository), path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) != 0) {
        return tl::make_unexpected(last_error(path));
    }
    // Of a linked work tree, what all of them share.
    handles->folder = git_repository_commondir(handles->repository.get());
    add_object_folders(handles->folder + "objects", handles->object_folders);
    if (!handles->open_packs()) {
        return tl::make_unexpected(last_error(path));
    }
    return Repository(std::move(handles));
}

Result<Repository> Repository::create(const std::string& path) {
    Library::start();
    git_repository_init_options options{};
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_NO_REINIT |
                    GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_MKPATH |
                    GIT_REPOSITORY_INIT_NO_DOTGIT_DIR;
    options.initial_head = "main";
    RepositoryHandle made;
    if (git_repository_init_ext(Out(made), path.c_str(), &options) != 0) {
        return tl::make_unexpected(last_error(path));
    }
    if (auto settled = settle(path); !settled) {
        return tl::make_unexpected(std::move(settled.error()));
    }
    for (const char* folder : {"/objects", "/objects/pack", "/refs/heads", "/refs", "/"}) {
        if (auto synced = sync_folder(path + folder); !synced) {
            return tl::make_unexpected(synced.error());
        }
    }
    return open(path);
}

Result<void> Repository::settle(const std::string& path) {
    const auto write = [&](const std::string& name, std::string_view text) {
        const std::string file = fmt::format("{}/{}", path, name);
        return write_synced(file, text, file + ".XXXXXX", 0644);
    };
    return write("config",
                 "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
                 "\tlogallrefupdates = true\n")
        .and_then([&] { return write("HEAD", "ref: refs/heads/main\n"); });
}

const std::string& Repository::folder() const {
    return handles_->folder;
}

Result<std::optional<Object>> Repository::Handles::read_packed(const ObjectId& id) const {
    const auto size = packed_size(id);
    if (!size) {
        return std::nullopt;
    }
    if (*size > largest_object) {
        return failure(fmt::format("{}: object {} has {} bytes; no more than {} are read",
                                   folder,
                                   hex(id),
                                   *size,
                                   largest_object));
    }
    const git_oid oid = raw(id);
    OdbObject object;
    const int code = git_odb_read(Out(object), packs.get(), &oid);
    const auto kind = code == 0 ? kind_of(git_odb_object_type(object.get())) : std::nullopt;
    const std::string_view bytes =
        kind ? std::string_view(static_cast<const char*>(git_odb_object_data(object.get())),
                                git_odb_object_size(object.get()))
             : std::string_view();
    if (!kind || (!trusted && id_of(*kind, bytes) != id)) {
        return std::nullopt;
    }
    return Object{*kind, std::string(bytes)};
}

Result<Object> Repository::read(const ObjectId& id) const {
    auto packed = handles_->read_packed(id);
    if (packed && *packed) {
        return std::move(**packed);
    }
    for (const std::string& folder : handles_->object_folders) {
        auto loose = read_loose(folder, id);
        if (!loose) {
            return tl::make_unexpected(loose.error());
        }
        if (*loose) {
            return std::move(**loose);
        }
    }
    if (!packed) {
        return tl::make_unexpected(std::move(packed.error()));
    }
    return failure(fmt::format(
        "{}: object {} is {}", handles_->folder, hex(id), has(id) ? "damaged" : "missing"));
}

Result<std::string> Repository::read(const ObjectId& id, ObjectKind kind) const {
    auto object = read(id);
    if (!object) {
        return tl::make_unexpected(std::move(object.error()));
    }
    if (object->kind != kind) {
        return failure(fmt::format("{}: object {} is a {}, not a {}",
                                   handles_->folder,
                                   hex(id),
                                   name_of(object->kind),
                                   name_of(kind)));
    }
    return std::move(object->bytes);
}

bool Repository::has(const ObjectId& id) const {
    const auto loose = [&](const std::string& folder) { return has_loose(folder, id); };
    return handles_->has_packed(id) || std::ranges::any_of(handles_->object_folders, loose);
}

Presence Repository::verify(const ObjectId& id) const {
    const auto object = read(id);
    if (object && (!handles_->trusted || id_of(object->kind, object->bytes) == id)) {
        return Presence::there;
    }
    return object || has(id) ? Presence::damaged : Presence::missing;
}

Result<std::vector<ObjectId>> Repository::all() const {
    std::vector<ObjectId> found;
    for (const std::string& folder : handles_->object_folders) {
        const auto loose = list_loose(folder);
        if (!loose) {
            return tl::make_unexpected(loose.error());
        }
        std::ranges::copy(*loose, std::back_inserter(found));
    }
    const auto add = [](const git_oid* oid, void* to) {
        static_cast<std::vector<ObjectId>*>(to)->push_back(id_in(*oid));
        return 0;
    };
    if (git_odb_foreach(handles_->packs.get(), add, &found) != 0) {
        return tl::make_unexpected(last_error(handles_->folder));
    }
    return found;
}

std::vector<std::string> Repository::damaged_packs() const {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(handles_->own_objects() + "/pack", error)) {
        const std::filesystem::path& path = entry.path();
        const bool ends_so = path.extension() == ".pack" || path.extension() == ".idx";
        if (ends_so && !file_ends_in_checksum(path)) {
            found.push_back(path);
        }
    }
    std::ranges::sort(found);
    return found;
}

namespace {

// A file of a folder of packs that is not in its place yet.
Result<NewFile> new_file(const std::string& path, std::string_view bytes) {
    const std::string folder = path.substr(0, path.rfind('/'));
    return NewFile::write(path, bytes, folder + "/tmp_polhist_XXXXXX", 0444);
}

// Sees that a file holds these bytes.
Result<void> read_back(const std::string& path, std::string_view bytes) {
    const auto there = Mapping::of(path);
    return there && there->bytes() == bytes
               ? Result<void>()
               : failure(fmt::format("{}: was written and cannot be read back", path));
}

Result<void> write_checked(const std::string& path, std::string_view bytes) {
    return new_file(path, bytes)
        .and_then([&](NewFile&& file) { return file.put(path); })
        .and_then([&] { return sync_folder(path.substr(0, path.rfind('/'))); })
        .and_then([&] { return read_back(path, bytes); });
}

// Writes the two files of a pack. Both are whole before either has its name, so that who is
// interrupted leaves nothing but files that are swept.
Result<void> write_pack(const std::string& path, std::string_view pack, std::string_view index) {
    auto pack_file = new_file(path + ".pack", pack);
    if (!pack_file) {
        return tl::make_unexpected(std::move(pack_file.error()));
    }
    auto index_file = new_file(path + ".idx", index);
    if (!index_file) {
        return tl::make_unexpected(std::move(index_file.error()));
    }
    const bool was_there = access((path + ".pack").c_str(), F_OK) == 0;
    auto put = pack_file->put(path + ".pack");
    if (put) {
        put = index_file->put(path + ".idx");
        if (!put && !was_there) {
            unlink((path + ".pack").c_str());
        }
    }
    return put.and_then([&] { return sync_folder(path.substr(0, path.rfind('/'))); })
        .and_then([&] { return read_back(path + ".pack", pack); })
        .and_then([&] { return read_back(path + ".idx", index); });
}

// Lets libgit2 read a pack and make its files anew in an empty folder; gives the index.
Result<std::string> index_made_in(const std::string& folder, std::string_view pack) {
    Indexer indexer;
    git_indexer_progress progress{};
    const int code = git_indexer_new(Out(indexer), folder.c_str(), 0, nullptr, nullptr);
    const bool made = code == 0 &&
                      git_indexer_append(indexer.get(), pack.data(), pack.size(), &progress) == 0 &&
                      git_indexer_commit(indexer.get(), &progress) == 0;
    if (!made) {
        return tl::make_unexpected(last_error(folder));
    }
    const std::vector<std::string> indexes = sound_indexes(folder);
    const auto index = indexes.empty() ? std::nullopt : Mapping::of(indexes.front());
    return index ? Result<std::string>(index->bytes())
                 : failure(fmt::format("{}: holds no index", folder));
}

} // namespace

Result<void> Repository::write(std::span<const NewObject> objects) {
    if (objects.size() >= least_packed) {
        return write_packed(objects).map([](const std::string&) {});
    }
    for (const NewObject& object : objects) {
        if (auto written = write_loose(handles_->own_objects(), object); !written) {
            return written;
        }
    }
    // Folders for them may be new, or may have been when a run was cut off.
    return sync_folder(handles_->own_objects());
}

Result<std::string> Repository::write_packed(std::span<const NewObject> objects) {
    if (objects.empty()) {
        return std::string();
    }
    const Pack pack = pack_of(objects);
    std::string name = pack.name();
    const std::string path = fmt::format("{}/pack/{}", handles_->own_objects(), name);
    if (!gives_back(pack, objects)) {
        return failure(fmt::format("{}.pack: would not hold what it should", path));
    }
    auto written = write_pack(path, pack.bytes, index_of(pack.objects, pack.checksum()));
    if (!written) {
        return tl::make_unexpected(std::move(written.error()));
    }
    refresh();
    return name;
}

Result<bool> Repository::mend_pack(const std::string& path) {
    const auto pack = Mapping::of(path);
    const auto index = Mapping::of(index_path_of(path));
    const auto mended = pack && index ? mended_pack(pack->bytes(), index->bytes()) : std::nullopt;
    if (!mended) {
        return false;
    }
    auto written = write_checked(path, *mended);
    refresh();
    return std::move(written).map([] { return true; });
}

Result<std::string> Repository::new_index(const std::string& path) const {
    constexpr std::size_t largest_pack = std::size_t{4} * 1024 * 1024 * 1024;
    const auto pack = read_file(path, largest_pack);
    if (!pack) {
        return tl::make_unexpected(pack.error());
    }
    // Beside the index libgit2 writes the pack once more, under a name that need not be its own.
    std::string made = handles_->own_objects() + "/pack/tmp_polhist_XXXXXX";
    if (mkdtemp(made.data()) == nullptr) {
        return tl::make_unexpected(system_error(made, "made"));
    }
    auto index = index_made_in(made, pack->value_or(std::string()));
    std::error_code error;
    std::filesystem::remove_all(made, error);
    return index;
}

Result<void> Repository::put_index(const std::string& path, std::string_view index) {
    auto written = write_checked(index_path_of(path), index);
    refresh();
    return written;
}

Result<std::optional<ObjectId>> Repository::reference(const std::string& name) const {
    git_oid oid;
    const int code = git_reference_name_to_id(&oid, handles_->repository.get(), name.c_str());
    if (code == GIT_ENOTFOUND) {
        return std::nullopt;
    }
    if (code != 0) {
        return tl::make_unexpected(last_error(handles_->folder));
    }
    return id_in(oid);
}

Result<bool> Repository::move_reference(const std::string& name,
                                        const ObjectId& before,
                                        const ObjectId& after,
                                        const std::string& message) {
    git_repository* repository = handles_->repository.get();
    git_repository_set_ident(repository, "polhist", "polhist@localhost");
    const git_oid from = raw(before);
    const git_oid to = raw(after);
    Reference moved;
    const int code =
        before.is_zero()
            ? git_reference_create(Out(moved), repository, name.c_str(), &to, 0, message.c_str())
            : git_reference_create_matching(
                  Out(moved), repository, name.c_str(), &to, 1, &from, message.c_str());
    if (code == GIT_EMODIFIED || code == GIT_EEXISTS || code == GIT_ENOTFOUND) {
        return false;
    }
    if (code != 0) {
        return tl::make_unexpected(last_error(handles_->folder));
    }
    return true;
}

Result<void> Repository::remove_reference(const std::string& name) {
    git_reference* found = nullptr;
    const int code = git_reference_lookup(&found, handles_->repository.get(), name.c_str());
    const Reference reference(found);
    if (code == GIT_ENOTFOUND) {
        return {};
    }
    if (code != 0 || git_reference_delete(reference.get()) != 0) {
        return tl::make_unexpected(last_error(handles_->folder));
    }
    return {};
}

void Repository::refresh() {
    // Where there is no memory for that, nothing is found.
    static_cast<void>(handles_->open_packs());
}

} // namespace polhist::git
