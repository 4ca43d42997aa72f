#include "cli/input.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::cli {
namespace {

constexpr std::size_t block = 64 * 1024;

std::string reason(int code) {
    return std::strerror(code); // NOLINT(concurrency-mt-unsafe): one thread
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (number_ > STDIN_FILENO) {
            close(number_);
        }
    }

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

// Reads once, waiting where nothing is there yet; -1 with `errno` on failure.
ssize_t read_some(int descriptor, char* to, std::size_t size) {
    while (true) {
        const ssize_t count = read(descriptor, to, size);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) {
            return count;
        }
        pollfd waiting{descriptor, POLLIN, 0};
        poll(&waiting, 1, -1);
    }
}

Result<Input> read_all(int descriptor, std::string name) {
    Input input{std::move(name), {}};
    while (true) {
        const std::size_t before = input.text.size();
        input.text.resize(before + block);
        const ssize_t count = read_some(descriptor, input.text.data() + before, block);
        if (count < 0) {
            return failure(fmt::format("{}: cannot be read: {}", input.name, reason(errno)));
        }
        input.text.resize(before + static_cast<std::size_t>(count));
        if (count == 0) {
            return input;
        }
        if (input.text.size() > largest_input) {
            return failure(fmt::format("{}: over 16 MiB; no policy is that long", input.name));
        }
    }
}

} // namespace

Result<Input> read_input(const std::string& path) {
    if (path == "-") {
        return read_all(STDIN_FILENO, "stdin");
    }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) {
        return failure(fmt::format("{}: cannot be opened: {}", path, reason(errno)));
    }

    struct stat status {};

    if (fstat(file.number(), &status) != 0) {
        return failure(fmt::format("{}: cannot be read: {}", path, reason(errno)));
    }
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
        return failure(fmt::format("{}: is no file; name a file, or `-` for stdin", path));
    }
    auto input = read_all(file.number(), path);
    if (input && input->text.empty() && S_ISFIFO(status.st_mode)) {
        return failure(fmt::format("{}: nobody writes to this pipe", path));
    }
    return input;
}

Result<std::optional<LineReader::Line>> LineReader::next() {
    Line line;
    bool any = false;
    while (true) {
        if (at_ == buffer_.size()) {
            if (ended_) {
                break;
            }
            buffer_.resize(block);
            const ssize_t count = read_some(STDIN_FILENO, buffer_.data(), block);
            if (count < 0) {
                return failure(fmt::format("stdin: cannot be read: {}", reason(errno)));
            }
            buffer_.resize(static_cast<std::size_t>(count));
            at_ = 0;
            ended_ = count == 0;
            continue;
        }
        any = true;
        const char* start = buffer_.data() + at_;
        const std::size_t left = buffer_.size() - at_;
        const auto* end = static_cast<const char*>(std::memchr(start, '\n', left));
        const std::size_t size = end == nullptr ? left : static_cast<std::size_t>(end - start);
        line.too_long = line.too_long || line.text.size() + size > largest_input;
        if (!line.too_long) {
            line.text.append(start, size);
        }
        at_ += size + (end == nullptr ? 0 : 1);
        if (end != nullptr) {
            return line;
        }
    }
    return any ? std::optional<Line>(std::move(line)) : std::nullopt;
}

} // namespace polhist::cli
