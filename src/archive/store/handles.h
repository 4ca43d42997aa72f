// What is behind a Store: its repository, and how its history is kept whole.

#pragma once

#include "git/repository.h"
#include "store/edit.h"
#include "store/folders.h"
#include "store/identity.h"
#include "store/lines.h"
#include "store/store.h"

#include <functional>
#include <optional>

namespace polhist::store {

// The references of a store: its history, and where that was before.
inline const std::string main_reference = "refs/heads/main";
inline const std::string backup_reference = "refs/polhist/backup";

// What a run makes of the tree it found. `tree` is zero where nothing is new.
struct Change {
    Recorded recorded;
    git::ObjectId tree;
    NewObjects objects;
};

struct Store::Handles {
    git::Repository repository;
    Identity identity;
    git::ObjectId head;
    git::ObjectId standing; // where the reference is: at `head`, but where that was lost
    std::vector<std::string> notes;
    // The commit whose tree was asked for last, and that tree: a run asks a thousand times.
    mutable std::pair<git::ObjectId, git::ObjectId> known_root;

    // Opens what is there. A history that was lost is found again for reading, and put back for
    // writing.
    static Result<std::unique_ptr<Handles>> open(const std::string& path);

    // Writes the file `polhist` of a store anew, where that was lost and a history of our format
    // is there. `lost` is what is wrong with it, and the error where nothing can be done.
    static Result<void> restore_identity(const std::string& path, const Error& lost);

    // The oldest commit that `head` comes from.
    [[nodiscard]] Result<git::ObjectId> first_commit() const;

    // Makes a store with an empty tree; does nothing where there is one already.
    static Result<void> create(const std::string& path);

    // The tree of the newest commit, once its format is known to be ours.
    [[nodiscard]] Result<git::ObjectId> root() const;
    [[nodiscard]] Result<git::ObjectId> root_of(const git::ObjectId& commit) const;

    // Runs `make` on the newest tree and commits what comes of it, alone among writers. Where
    // somebody else moved the history meanwhile, it is run again.
    Result<Recorded> change(const std::string& message,
                            const std::function<Result<Change>(const git::ObjectId&)>& make);

    // Finds the newest whole commit; with `mend`, puts a lost reference back, and refuses where
    // what is newer is damaged.
    Result<void> find_head(bool mend);

    [[nodiscard]] Result<void>
    each_folder(std::string_view area,
                const std::function<Result<void>(const FolderAt&)>& use) const;

    [[nodiscard]] Result<void>
    each_file(std::string_view area,
              const std::function<Result<void>(const Subject&, Claims)>& use) const;

    // Where the history was when its reference is at an older commit of it now, though nobody moved
    // it there: what `git pack-refs` wrote comes forth when the file of a reference is lost.
    [[nodiscard]] std::optional<git::ObjectId> lost_since() const;

    // Puts the reference of the history to `head`.
    Result<void> put_back();

    // Commits a change on top of `head`. False where somebody else was quicker.
    Result<bool> commit(Change& change, const std::string& message);

    // Sees that what was written is there.
    [[nodiscard]] Result<void> verify(std::span<const git::NewObject> objects) const;

    // Reads the claims in a folder, and sees that they belong there.
    [[nodiscard]] Result<Subject> read_file(const FolderAt& at, Claims& claims) const;
};

} // namespace polhist::store
