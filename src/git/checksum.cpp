#include "git/checksum.h"

#include "core/descriptor.h"
#include "core/digest.h"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace polhist::git {
namespace {

// A file as memory, for reading; empty where it is not to be had.
class Mapped {
public:
    explicit Mapped(const std::string& path) {
        const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));

        struct stat status {};

        if (file.number() >= 0 && fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) &&
            status.st_size > 0) {
            const auto size = static_cast<std::size_t>(status.st_size);
            void* const at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
            if (at != MAP_FAILED) { // NOLINT(performance-no-int-to-ptr): the system's own
                bytes_ = {static_cast<const char*>(at), size};
            }
        }
    }

    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    ~Mapped() {
        if (!bytes_.empty()) {
            munmap(const_cast<char*>(bytes_.data()), bytes_.size());
        }
    }

    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    std::string_view bytes_;
};

} // namespace

bool ends_in_checksum(std::string_view bytes) {
    constexpr std::size_t size = 20;
    if (bytes.size() < size) {
        return false;
    }
    const auto sum = sha1(bytes.substr(0, bytes.size() - size), {});
    return std::memcmp(sum.data(), bytes.data() + bytes.size() - size, size) == 0;
}

bool file_ends_in_checksum(const std::string& path) {
    return ends_in_checksum(Mapped(path).bytes());
}

} // namespace polhist::git
