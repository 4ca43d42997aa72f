#include "cli/line_reader.h"

#include "core/descriptor.h"
#include "core/file.h"

#include <cstring>
#include <unistd.h>

namespace polhist::cli {

Result<std::optional<LineReader::Line>> LineReader::next() {
    constexpr std::size_t block = std::size_t{64} * 1024;
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
                return tl::make_unexpected(system_error("stdin", "read"));
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
        line.too_long = line.too_long || line.text.size() + size > longest_line;
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

bool LineReader::has_line() const {
    const std::size_t left = buffer_.size() - at_;
    return left != 0 && std::memchr(buffer_.data() + at_, '\n', left) != nullptr;
}

} // namespace polhist::cli
