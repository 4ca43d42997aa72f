#include "watch/turn.h"

#include "core/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace polhist::watch {

using namespace std::chrono_literals;

Result<Turn> Turn::take(const std::string& folder) {
    constexpr auto patience = 10min;
    const std::string path = folder + "/lock";
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    const auto start = std::chrono::steady_clock::now();
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const bool busy = errno == EWOULDBLOCK || errno == EINTR;
        if (!busy || std::chrono::steady_clock::now() - start > patience) {
            const Error error = busy
                                    ? Error{fmt::format("{}: another run is still at work", folder)}
                                    : system_error(path, "locked");
            close(descriptor);
            return tl::make_unexpected(error);
        }
        std::this_thread::sleep_for(50ms);
    }
    return Turn(descriptor);
}

Turn::Turn(Turn&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
}

Turn::~Turn() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

} // namespace polhist::watch
