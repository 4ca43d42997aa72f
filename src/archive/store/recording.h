// What one run adds to the tree it found.

#pragma once

#include "store/edit.h"
#include "store/lines.h"
#include "store/store.h"

namespace polhist::store {

class Recording {
public:
    Recording(const git::Repository& repository, const git::ObjectId& root)
        : repository_(repository),
          editor_(repository, root) {}

    // Adds claims and forms to the folder at a path. The forms must outlive the recording.
    Result<void> add(const std::string& path, const Folder& folder);

    [[nodiscard]] const Recorded& recorded() const { return recorded_; }

    [[nodiscard]] bool is_empty() const { return objects_.all().empty(); }

    // The tree with everything in it.
    git::ObjectId tree() { return editor_.write(objects_); }

    NewObjects& objects() { return objects_; }

    TreeEditor& editor() { return editor_; }

private:
    Result<void> add_lines(const std::string& path, const Folder& folder);
    Result<void> add_forms(const std::string& path, const Folder& folder);
    void write_forms(std::vector<const timeline::Form*>& forms);
    Result<void> place_forms(const std::string& path,
                             const std::map<std::string, git::ObjectId>& known,
                             const std::vector<const timeline::Form*>& fresh);

    const git::Repository& repository_;
    TreeEditor editor_;
    NewObjects objects_;
    Recorded recorded_;
};

// Names the bytes of each form, and refuses claims that say another name.
Result<void> name_forms(Claims& claims);

} // namespace polhist::store
