#include "core/mapping.h"

#include "core/descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace polhist {

std::optional<Mapping> Mapping::of(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
    if (file.number() < 0) {
        return std::nullopt;
    }

    struct stat status {};

    void* memory = MAP_FAILED;
    const bool ours = fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) &&
                      status.st_size > 0 && status.st_uid == geteuid();
    const auto size = static_cast<std::size_t>(status.st_size);
    if (ours) {
        memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    }
    if (memory == MAP_FAILED) {
        return std::nullopt;
    }
    return Mapping({static_cast<const char*>(memory), size});
}

Mapping::Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

Mapping::~Mapping() {
    if (!bytes_.empty()) {
        munmap(const_cast<char*>(bytes_.data()), bytes_.size());
    }
}

} // namespace polhist
