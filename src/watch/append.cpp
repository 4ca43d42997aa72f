#include "watch/append.h"

#include "core/descriptor.h"
#include "core/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::watch {
namespace {

bool ends_inside_a_line(int descriptor, off_t size) {
    char last = '\n';
    return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
}

} // namespace

Result<void> write_all(const std::string& name, int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return tl::make_unexpected(system_error(name, "written"));
        }
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> append_line(const std::string& path, std::string_view line) {
    const bool was_there = ::access(path.c_str(), F_OK) == 0;
    // Without O_NONBLOCK, opening a pipe that nobody reads would wait for ever.
    constexpr int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK;
    const Descriptor file(
        open(path.c_str(), flags, 0600)); // NOLINT(cppcoreguidelines-pro-type-vararg)

    struct stat status {};

    if (file.number() < 0 || fstat(file.number(), &status) != 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(fmt::format("{}: is no file", path));
    }
    std::string text(ends_inside_a_line(file.number(), status.st_size) ? 1 : 0, '\n');
    text += line;
    auto written = write_all(path, file.number(), text);
    if (written && fsync(file.number()) != 0) {
        written = tl::make_unexpected(system_error(path, "synced"));
    }
    if (written && !was_there) {
        const std::size_t slash = path.rfind('/');
        written = sync_folder(slash == std::string::npos ? "." : path.substr(0, slash + 1));
    }
    return written;
}

} // namespace polhist::watch
