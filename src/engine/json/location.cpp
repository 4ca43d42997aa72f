#include "json/location.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::json {

Location moved(Location location, std::string_view over) {
    if (const std::size_t last = over.rfind('\n'); last != std::string_view::npos) {
        location.line += static_cast<std::size_t>(std::ranges::count(over, '\n'));
        location.column = 1;
        over.remove_prefix(last + 1);
    }
    location.column += columns(over);
    return location;
}

Location Locator::at(std::size_t offset) {
    constexpr std::size_t stride = 4096;
    offset = std::min(offset, text_.size());
    if (marks_.empty()) {
        marks_.push_back(begin_);
    }
    while (marks_.size() <= offset / stride) {
        const std::size_t start = (marks_.size() - 1) * stride;
        marks_.push_back(moved(marks_.back(), text_.substr(start, stride)));
    }
    const std::size_t start = offset / stride * stride;
    Location location = moved(marks_[offset / stride], text_.substr(start, offset - start));
    // A byte order mark takes no column.
    if (location.line == 1 && offset > 0 && text_.starts_with("\xef\xbb\xbf")) {
        --location.column;
    }
    return location;
}

Location locate(std::string_view text, std::size_t offset) {
    return Locator(text).at(offset);
}

std::string describe(const Source& source, std::size_t offset) {
    const Location location = Locator(source.text, source.begin).at(offset);
    return fmt::format("{}:{}:{}", source.name, location.line, location.column);
}

} // namespace polhist::json
