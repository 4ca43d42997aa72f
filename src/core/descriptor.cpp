#include "core/descriptor.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace polhist {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

bool Descriptor::close() {
    return ::close(std::exchange(number_, -1)) == 0;
}

std::ptrdiff_t read_some(int descriptor, char* to, std::size_t size) {
    while (true) {
        const ssize_t count = read(descriptor, to, size);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) {
            return count;
        }
        pollfd waiting{descriptor, POLLIN, 0};
        poll(&waiting, 1, -1);
    }
}

} // namespace polhist
