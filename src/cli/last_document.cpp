#include "cli/last_document.h"

namespace polhist::cli {

// That the place is the value of a member `old` of the line, and not inside of something else,
// shows when the shorter line has been parsed: see `find`.
std::optional<std::string> LastDocument::shorten(std::string_view line) {
    constexpr std::string_view key = "\"old\"";
    stands_at_.reset();
    const std::size_t found = line.find(key);
    if (text_.empty() || found == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t at = line.find_first_not_of(" \t:", found + key.size());
    if (at == std::string_view::npos || !line.substr(at).starts_with(text_)) {
        return std::nullopt;
    }
    stands_at_ = at;
    std::string shorter;
    shorter.reserve(line.size() - text_.size() + 1);
    shorter.append(line, 0, at).append("0").append(line, at + text_.size());
    return shorter;
}

const answers::Endpoint* LastDocument::find(const json::Value& value) const {
    const bool is_it = value.kind() == json::Kind::number && value.offset() == stands_at_ &&
                       value.text() == "0"; // no `0.5`, made of what the line has behind it
    return is_it ? &document_ : nullptr;
}

void LastDocument::keep(const json::Value& value, const answers::Endpoint& read) {
    text_.clear();
    if (value.kind() == json::Kind::object && read.document->warnings.empty()) {
        text_ = value.text();
        document_ = read;
    }
}

} // namespace polhist::cli
