// One writer at a time, and what dead writers left behind.

#pragma once

#include "core/error.h"

#include <string>
#include <vector>

namespace polhist::store {

// Held while it lives. The system lets go of it when the process ends, however that is.
class Lock {
public:
    // Waits for the lock of a store.
    static Result<Lock> take(const std::string& folder);

    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    Lock(Lock&& other) noexcept;
    Lock& operator=(Lock&&) = delete;
    ~Lock();

private:
    explicit Lock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

// With the lock held: moves aside locks on references that are a minute old, waits for younger
// ones, and removes files that were being written when their writer died. `notes` says what was
// moved.
Result<void> clean_up(const std::string& folder, std::vector<std::string>& notes);

// The same for the lock of one more reference (`refs/polhist/…`).
Result<void> clear_reference(const std::string& folder,
                             const std::string& reference,
                             std::vector<std::string>& notes);

} // namespace polhist::store
