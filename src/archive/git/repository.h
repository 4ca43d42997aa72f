// A git repository: reading any, writing ours.
//
// Packs are read by libgit2, once it is known here that an object is there and how large it is.
// Loose objects are inflated here, within bounds. libgit2 1.5 would loop for ever on a truncated
// one, and on the question how large a truncated delta is. Every object is held against its name: a
// bit that flipped in the index of a pack would give the bytes of another object otherwise. One
// thread.

#pragma once

#include "git/object.h"

#include <memory>
#include <span>

namespace polhist::git {

// No object that polhist reads or writes is larger.
constexpr std::size_t largest_object = std::size_t{64} * 1024 * 1024;

struct Object {
    ObjectKind kind = ObjectKind::blob;
    std::string bytes;
};

// An object to be written, once in one go. `base` may be the position, among those written with it,
// of an earlier one that is much alike.
struct NewObject {
    static constexpr std::size_t no_base = SIZE_MAX;

    ObjectKind kind = ObjectKind::blob;
    ObjectId id;
    std::string_view bytes;
    std::size_t base = no_base;
};

// A pack is worth its two files from this many objects on; fewer are written loose.
constexpr std::size_t least_packed = 50;

enum class Presence { there, missing, damaged };

// Whether objects in packs are held against their names. Of what is only walked through, such as a
// history to be imported, that costs more than all the rest.
enum class Packs { checked, trusted };

class Repository {
public:
    // Opens a repository, bare or the folder that holds `.git`. Refuses one whose owner is another
    // user, as git does.
    static Result<Repository> open(const std::string& path, Packs packs = Packs::checked);

    // Makes an empty bare repository in a folder that does not exist or is empty.
    static Result<Repository> create(const std::string& path);

    // Writes the settings of one that `create` made anew, and where its HEAD leads.
    static Result<void> settle(const std::string& path);

    Repository(Repository&&) noexcept;
    Repository& operator=(Repository&&) noexcept;
    ~Repository();

    // The folder that holds `objects`.
    [[nodiscard]] const std::string& folder() const;

    // An object; an error where it is missing, damaged, or over `largest_object`.
    [[nodiscard]] Result<Object> read(const ObjectId& id) const;

    // As `read`, where the kind is known.
    [[nodiscard]] Result<std::string> read(const ObjectId& id, ObjectKind kind) const;

    [[nodiscard]] bool has(const ObjectId& id) const;

    // Reads an object and holds it against its name.
    [[nodiscard]] Presence verify(const ObjectId& id) const;

    // Every object there is, reached by something or not. An error where some place for them cannot
    // be looked into.
    [[nodiscard]] Result<std::vector<ObjectId>> all() const;

    // The files of its own packs, and of their indexes, that are not what their checksums say, by
    // path and sorted.
    [[nodiscard]] std::vector<std::string> damaged_packs() const;

    // Gives a pack, at its path, the header and checksum that its index says. False where it has
    // them, or the index is damaged.
    Result<bool> mend_pack(const std::string& path);

    // The index of a pack, from its bytes alone; an error where any of them is damaged.
    [[nodiscard]] Result<std::string> new_index(const std::string& path) const;

    // Writes the index of a pack.
    Result<void> put_index(const std::string& path, std::string_view index);

    // Writes objects, synced to disk: a pack for many, loose ones for few.
    Result<void> write(std::span<const NewObject> objects);

    // Writes them as a pack, however few they are, and gives its name; none is nothing. A pack is
    // named by its bytes, so one of that name may have been there.
    Result<std::string> write_packed(std::span<const NewObject> objects);

    // The commit a reference leads to (`HEAD`, `refs/heads/main`); nothing where it does not exist.
    [[nodiscard]] Result<std::optional<ObjectId>> reference(const std::string& name) const;

    // Moves a reference from `before` (zero: it must not exist) to `after`. False where it was not
    // at `before`. `message` is for its log.
    Result<bool> move_reference(const std::string& name,
                                const ObjectId& before,
                                const ObjectId& after,
                                const std::string& message);

    // Takes a reference away; does nothing where there is none.
    Result<void> remove_reference(const std::string& name);

    // Looks at the folder of packs anew, after another process has written.
    void refresh();

private:
    struct Handles;
    explicit Repository(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

} // namespace polhist::git
