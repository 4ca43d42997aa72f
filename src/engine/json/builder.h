// The nodes of a Tree, from the events of a parser that says where in the text each happened.

#pragma once

#include "json/tree.h"

#include <unordered_set>

namespace polhist::json {

// Each event gives false where the text is refused; `failure_text` then says why.
class Builder {
public:
    Builder(const Source& source, std::vector<Node>& nodes, std::deque<std::string>& unescaped)
        : source_(source),
          nodes_(nodes),
          unescaped_(unescaped) {}

    // A number, `true`, `false` or `null`.
    void scalar(Kind kind, std::size_t offset, std::size_t size) {
        add(kind, offset, source_.text.substr(offset, size));
    }

    // A string, or a key, whose text begins with the quote at `offset`. Without escapes it is as
    // long in the text as it is decoded.
    void string(std::size_t offset, std::string_view decoded) {
        const std::string_view spelt = source_.text.substr(offset + 1, decoded.size());
        const bool ends = offset + 1 + decoded.size() < source_.text.size() &&
                          source_.text[offset + 1 + decoded.size()] == '"';
        if (ends && (!has_escapes_ || spelt.find('\\') == std::string_view::npos)) {
            add(Kind::string, offset, spelt);
        } else {
            unescaped_.emplace_back(decoded);
            add(Kind::string, offset, unescaped_.back());
        }
    }

    // A container that begins at `offset`.
    bool open(Kind kind, std::size_t offset);

    // The innermost container ends before `end`.
    bool close(std::size_t end);

    // Refuses the text for what is wrong at `offset`, inside the innermost container.
    bool fail(std::size_t offset, const std::string& what);

    [[nodiscard]] const std::string& failure_text() const { return failure_; }

private:
    bool fail(std::size_t offset, const std::string& path, const std::string& what);
    bool keys_differ(std::uint32_t object);
    bool is_repeated(std::string_view key);

    void add(Kind kind, std::size_t offset, std::string_view text) {
        const auto next = static_cast<std::uint32_t>(nodes_.size() + 1);
        nodes_.push_back({kind, static_cast<std::uint32_t>(offset), next, text});
    }

    const Source& source_;
    std::vector<Node>& nodes_;
    std::deque<std::string>& unescaped_;
    bool has_escapes_ = source_.text.find('\\') != std::string_view::npos;
    std::vector<std::uint32_t> open_;
    std::vector<std::string_view> seen_keys_;
    std::unordered_set<std::string_view> hashed_keys_;
    std::string failure_;
};

} // namespace polhist::json
