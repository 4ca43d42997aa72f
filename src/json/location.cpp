#include "json/location.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::json {

Location locate(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto lines = std::ranges::count(before, '\n');
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    std::string_view line = before.substr(line_start);
    if (line_start == 0 && line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
    }
    return {static_cast<std::size_t>(lines) + 1, columns(line) + 1};
}

std::string describe(const Source& source, std::size_t offset) {
    const Location location = locate(source.text, offset);
    return fmt::format("{}:{}:{}", source.name, location.line, location.column);
}

Lines::Lines(std::string_view text) {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
        breaks_.push_back(at);
    }
}

std::size_t Lines::line_of(std::size_t offset) const {
    const auto before = std::ranges::lower_bound(breaks_, offset) - breaks_.begin();
    return static_cast<std::size_t>(before) + 1;
}

} // namespace polhist::json
