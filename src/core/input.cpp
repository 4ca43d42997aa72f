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

} // namespace

std::string input_name(const std::string& path) {
    return path == "-" ? "stdin" : path;
}

Result<InputBlocks> InputBlocks::open(const std::string& path) {
    if (path == "-") {
        return InputBlocks(Descriptor(-1), STDIN_FILENO, input_name(path));
    }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
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
    const int number = file.number();
    return InputBlocks(std::move(file), number, path);
}

Result<std::size_t> InputBlocks::read(char* into, std::size_t size) {
    const ssize_t count = read_some(number_, into, size);
    if (count < 0) {
        return tl::make_unexpected(system_error(name_, "read"));
    }

    struct stat status {};

    if (count == 0 && !has_read_ && own_.number() >= 0 && fstat(own_.number(), &status) == 0 &&
        S_ISFIFO(status.st_mode)) {
        return failure(fmt::format("{}: nobody writes to this pipe", name_));
    }
    has_read_ = true;
    return static_cast<std::size_t>(count);
}

Result<std::string> read_input(const std::string& path, InputLimit limit) {
    auto blocks = InputBlocks::open(path);
    if (!blocks) {
        return tl::make_unexpected(std::move(blocks.error()));
    }
    std::string text;
    while (true) {
        const std::size_t before = text.size();
        text.resize(before + block);
        const auto count = blocks->read(text.data() + before, block);
        if (!count) {
            return tl::make_unexpected(count.error());
        }
        text.resize(before + *count);
        if (*count == 0) {
            return text;
        }
        if (text.size() > limit.mebibytes << 20U) {
            return failure(fmt::format(
                "{}: over {} MiB; {}", input_name(path), limit.mebibytes, limit.advice));
        }
    }
}

} // namespace polhist
