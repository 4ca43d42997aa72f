#include "core/input.h"

#include "core/descriptor.h"
#include "core/file.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist {
namespace {

constexpr std::size_t block = std::size_t{64} * 1024;

Result<std::string> read_all(int descriptor, const std::string& name, InputLimit limit) {
    std::string text;
    while (true) {
        const std::size_t before = text.size();
        text.resize(before + block);
        const ssize_t count = read_some(descriptor, text.data() + before, block);
        if (count < 0) {
            return tl::make_unexpected(system_error(name, "read"));
        }
        text.resize(before + static_cast<std::size_t>(count));
        if (count == 0) {
            return text;
        }
        if (text.size() > limit.mebibytes << 20U) {
            return failure(fmt::format("{}: over {} MiB; {}", name, limit.mebibytes, limit.advice));
        }
    }
}

} // namespace

std::string input_name(const std::string& path) {
    return path == "-" ? "stdin" : path;
}

Result<std::string> read_input(const std::string& path, InputLimit limit) {
    if (path == "-") {
        return read_all(STDIN_FILENO, input_name(path), limit);
    }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) {
        return tl::make_unexpected(system_error(path, "opened"));
    }

    struct stat status {};

    if (fstat(file.number(), &status) != 0) {
        return tl::make_unexpected(system_error(path, "read"));
    }
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
        return failure(fmt::format("{}: is no file; name a file, or `-` for stdin", path));
    }
    auto text = read_all(file.number(), path, limit);
    if (text && text->empty() && S_ISFIFO(status.st_mode)) {
        return failure(fmt::format("{}: nobody writes to this pipe", path));
    }
    return text;
}

} // namespace polhist
