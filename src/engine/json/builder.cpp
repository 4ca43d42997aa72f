#include "json/builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::json {

bool Builder::open(Kind kind, std::size_t offset) {
    if (open_.size() == deepest) {
        return fail(offset,
                    fmt::format("nested over {} levels deep; no policy needs that", deepest));
    }
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    add(kind, offset, {});
    nodes_.back().next = 0;
    return true;
}

bool Builder::close(std::size_t end) {
    const std::uint32_t container = open_.back();
    Node& node = nodes_[container];
    node.next = static_cast<std::uint32_t>(nodes_.size());
    node.text = source_.text.substr(node.offset, end - node.offset);
    open_.pop_back();
    return node.kind == Kind::array || keys_differ(container);
}

bool Builder::fail(std::size_t offset, const std::string& what) {
    return fail(offset, open_.empty() ? "$" : path_to(nodes_, open_.back()), what);
}

bool Builder::fail(std::size_t offset, const std::string& path, const std::string& what) {
    failure_ = fmt::format("{}: {} ({})", describe(source_, offset), what, path);
    return false;
}

bool Builder::keys_differ(std::uint32_t object) {
    constexpr std::size_t few = 16;
    seen_keys_.clear();
    hashed_keys_.clear();
    const std::uint32_t end = nodes_[object].next;
    for (std::uint32_t at = object + 1; at < end; at = nodes_[at + 1].next) {
        const std::string_view key = nodes_[at].text;
        const bool repeated = seen_keys_.size() < few
                                  ? std::ranges::find(seen_keys_, key) != seen_keys_.end()
                                  : is_repeated(key);
        if (repeated) {
            return fail(nodes_[at].offset,
                        path_to(nodes_, at + 1),
                        fmt::format("the key `{}` stands twice in one object; keep one", key));
        }
        seen_keys_.push_back(key);
    }
    return true;
}

bool Builder::is_repeated(std::string_view key) {
    if (hashed_keys_.empty()) {
        hashed_keys_.insert(seen_keys_.begin(), seen_keys_.end());
    }
    return !hashed_keys_.insert(key).second;
}

} // namespace polhist::json
