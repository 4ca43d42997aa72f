// One run of a subscription at a time.

#pragma once

#include "core/error.h"

#include <string>

namespace polhist::watch {

// Held while it lives. The system lets go of it when the process ends, however that is.
class Turn {
public:
    // Waits until no other run is at work in the folder of a subscription, for ten minutes at most.
    static Result<Turn> take(const std::string& folder);

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();

private:
    explicit Turn(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

} // namespace polhist::watch
