// Files that must be whole: read within bounds, and replaced in one step that lasts.

#pragma once

#include "core/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace polhist {

// The bytes of a regular file; nothing where there is none. Errors: it cannot be read, is no
// regular file, or has more than `most` bytes.
Result<std::optional<std::string>> read_file(const std::string& path, std::size_t most);

// A file that is written and synced but has no name of its own yet: removed again unless it is put
// somewhere.
class NewFile {
public:
    // `temporary`: what it is called until then; ends in `XXXXXX`. `mode`: its permissions, less
    // the umask. `path`, where it will go, is for messages.
    static Result<NewFile>
    write(const std::string& path, std::string_view bytes, std::string temporary, unsigned mode);

    NewFile(NewFile&& other) noexcept : temporary_(std::exchange(other.temporary_, {})) {}

    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    // Puts it in place of the file `path`, on the same file system. The folder is not synced.
    Result<void> put(const std::string& path);

private:
    explicit NewFile(std::string temporary) : temporary_(std::move(temporary)) {}

    std::string temporary_; // empty once it was put somewhere
};

// Puts `bytes` in place of the file `path` in one step and syncs it and its folder. They are
// written to a new file first, named by `temporary`, which ends in `XXXXXX` and is on the same file
// system. `mode`: its permissions, less the umask.
Result<void>
write_synced(const std::string& path, std::string_view bytes, std::string temporary, unsigned mode);

// Syncs the entries of a folder.
Result<void> sync_folder(const std::string& path);

// What `errno` says, for messages: `PATH: cannot be WHAT: REASON`.
Error system_error(const std::string& path, std::string_view what);

} // namespace polhist
