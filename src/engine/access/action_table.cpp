#include "access/action_table.h"

#include "policy/document.h"

#include <algorithm>
#include <cstring>

namespace polhist::access {
namespace {

// Equal for texts that differ in letter case alone: with the bit that tells it set everywhere,
// eight bytes at a time.
std::uint64_t folded_hash(std::string_view text) {
    constexpr std::uint64_t case_bits = 0x2020202020202020U;
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
    std::uint64_t hash = text.size();
    std::uint64_t word = 0;
    const auto mix = [&] {
        hash = (hash ^ (word | case_bits)) * odd;
        hash ^= hash >> 32U;
    };
    for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
        std::memcpy(&word, text.data(), sizeof word);
        mix();
    }
    word = 0;
    std::memcpy(&word, text.data(), text.size());
    mix();
    return hash;
}

} // namespace

void ActionTable::add(std::string_view action, std::uint32_t statement) {
    if (entries_.size() >= heads_.size()) {
        grow();
    }
    const std::uint64_t hash = folded_hash(action);
    std::uint32_t& head = heads_[hash & (heads_.size() - 1)];
    entries_.push_back({action, hash, statement, head});
    head = static_cast<std::uint32_t>(entries_.size() - 1);
}

void ActionTable::grow() {
    constexpr std::size_t least = 32;
    heads_.assign(std::max(least, 2 * heads_.size()), none);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        std::uint32_t& head = heads_[entries_[i].hash & (heads_.size() - 1)];
        entries_[i].next = head;
        head = i;
    }
}

bool ActionTable::contains(std::string_view action) const {
    return first(action) != none;
}

std::uint32_t ActionTable::first(std::string_view action) const {
    if (heads_.empty()) {
        return none;
    }
    const std::uint64_t hash = folded_hash(action);
    return same_from(heads_[hash & (heads_.size() - 1)], hash, action);
}

std::uint32_t ActionTable::next(std::uint32_t at, std::string_view action) const {
    return same_from(entries_[at].next, entries_[at].hash, action);
}

std::uint32_t
ActionTable::same_from(std::uint32_t at, std::uint64_t hash, std::string_view action) const {
    while (at != none && (entries_[at].hash != hash ||
                          policy::compare_folded(entries_[at].action, action) != 0)) {
        at = entries_[at].next;
    }
    return at;
}

} // namespace polhist::access
