#include "core/file.h"

#include "core/descriptor.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist {
namespace {

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

unsigned less_umask(unsigned mode) {
    const mode_t mask = umask(0);
    umask(mask);
    return mode & ~mask;
}

} // namespace

Error system_error(const std::string& path, std::string_view what) {
    const char* reason = std::strerror(errno); // NOLINT(concurrency-mt-unsafe): one thread
    return {fmt::format("{}: cannot be {}: {}", path, what, reason)};
}

Result<std::optional<std::string>> read_file(const std::string& path, std::size_t most) {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        return tl::make_unexpected(system_error(path, "opened"));
    }

    struct stat status {};

    if (fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return failure(fmt::format("{}: is no file", path));
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > most) {
        return failure(fmt::format("{}: has {} bytes, over {}", path, size, most));
    }
    std::string bytes(size, '\0');
    std::size_t had = 0;
    while (had < size) {
        const ssize_t count = read(file.number(), bytes.data() + had, size - had);
        if (count < 0 && errno != EINTR) {
            return tl::make_unexpected(system_error(path, "read"));
        }
        if (count == 0) {
            break;
        }
        had += count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    bytes.resize(had);
    return bytes;
}

Result<void> sync_folder(const std::string& path) {
    const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0 || fsync(folder.number()) != 0) {
        return tl::make_unexpected(system_error(path, "synced"));
    }
    return {};
}

Result<NewFile> NewFile::write(const std::string& path,
                               std::string_view bytes,
                               std::string temporary,
                               unsigned mode) {
    Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (file.number() < 0) {
        return tl::make_unexpected(system_error(temporary, "created"));
    }
    NewFile made(std::move(temporary));
    const bool written = write_all(file.number(), bytes) &&
                         fchmod(file.number(), less_umask(mode)) == 0 &&
                         fsync(file.number()) == 0 && file.close();
    if (!written) {
        return tl::make_unexpected(system_error(path, "written"));
    }
    return made;
}

NewFile::~NewFile() {
    if (!temporary_.empty()) {
        unlink(temporary_.c_str());
    }
}

Result<void> NewFile::put(const std::string& path) {
    if (rename(temporary_.c_str(), path.c_str()) != 0) {
        return tl::make_unexpected(system_error(path, "written"));
    }
    temporary_.clear();
    return {};
}

Result<void> write_synced(const std::string& path,
                          std::string_view bytes,
                          std::string temporary,
                          unsigned mode) {
    auto file = NewFile::write(path, bytes, std::move(temporary), mode);
    const auto put =
        file ? file->put(path) : Result<void>(tl::make_unexpected(std::move(file.error())));
    const std::size_t slash = path.rfind('/');
    return put ? sync_folder(slash == std::string::npos ? "." : path.substr(0, slash + 1)) : put;
}

} // namespace polhist
