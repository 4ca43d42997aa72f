#include "cli/output.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::cli {
namespace {

// The message of `errno`; none for a reader that went away.
std::string reason_for(std::string_view name) {
    if (errno == EPIPE) {
        return {};
    }
    const char* text = std::strerror(errno); // NOLINT(concurrency-mt-unsafe): one thread
    return fmt::format("{}: cannot be written: {}", name, text);
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

// Closes; whether that and all before it went well, with the `errno` of the first failure.
bool closed_after(bool good, int descriptor) {
    const int failed = errno;
    const bool closed = close(descriptor) == 0;
    if (!good) {
        errno = failed;
    }
    return good && closed;
}

bool is_other_than_file(const std::string& path) {
    struct stat status {};

    return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

// The file a path leads to: a link stays a link, and what it points at is replaced.
std::string target_of(const std::string& path) {
    char* resolved = realpath(path.c_str(), nullptr);
    std::string target = resolved == nullptr ? path : std::string(resolved);
    std::free(resolved); // NOLINT(cppcoreguidelines-no-malloc): realpath allocates it
    return target;
}

bool sync_folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return descriptor >= 0 && closed_after(fsync(descriptor) == 0, descriptor);
}

// The permissions a new file gets: those of the one it replaces, or what the umask leaves.
mode_t mode_for(const std::string& path) {
    struct stat status {};

    if (stat(path.c_str(), &status) == 0) {
        return status.st_mode & 0777U;
    }
    const mode_t mask = umask(0);
    umask(mask);
    return 0666U & ~mask;
}

// Each gives false with `errno` set when something failed.

bool write_through(const std::string& path, std::string_view text) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    return descriptor >= 0 && closed_after(write_all(descriptor, text), descriptor);
}

bool write_and_rename(const std::string& target, std::string_view text) {
    std::string temporary = target + ".XXXXXX";
    const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool written = write_all(descriptor, text) && fchmod(descriptor, mode_for(target)) == 0 &&
                         fsync(descriptor) == 0;
    if (closed_after(written, descriptor) && rename(temporary.c_str(), target.c_str()) == 0) {
        return sync_folder_of(target);
    }
    const int failed = errno;
    unlink(temporary.c_str());
    errno = failed;
    return false;
}

} // namespace

Result<void> write_stdout(std::string_view text) {
    if (!write_all(STDOUT_FILENO, text)) {
        return failure(reason_for("stdout"));
    }
    return {};
}

Result<void> replace_file(const std::string& path, std::string_view text) {
    const bool written = is_other_than_file(path) ? write_through(path, text)
                                                  : write_and_rename(target_of(path), text);
    return written ? Result<void>() : failure(reason_for(path));
}

Result<void> append_to_file(const std::string& path, std::string_view text) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    const bool written = descriptor >= 0 && closed_after(write_all(descriptor, text), descriptor);
    return written ? Result<void>() : failure(reason_for(path));
}

void complain(std::string_view message) {
    write_all(STDERR_FILENO, fmt::format("polhist: {}\n", visible(message)));
}

bool stdout_is_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}

std::size_t terminal_columns() {
    constexpr std::size_t usual = 80;
    constexpr std::size_t least = 40;
    std::size_t columns = 0;
    winsize size{};
    if (const char* stated = std::getenv("COLUMNS")) { // NOLINT(concurrency-mt-unsafe)
        std::from_chars(stated, stated + std::strlen(stated), columns);
    } else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col;
    }
    return columns == 0 ? usual : std::max(columns, least);
}

} // namespace polhist::cli
