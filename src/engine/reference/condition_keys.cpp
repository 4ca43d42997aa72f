#include "reference/condition_keys.h"

#include <algorithm>

namespace polhist::reference {
namespace {

KnownKey known(const KeyRow& row) {
    return {row.type, row.several, row.in_every_request};
}

// Whether a name with stars is that of a key; no star stands for nothing.
bool fits(std::string_view name, std::string_view key) {
    const std::size_t star = name.find('*');
    if (star == std::string_view::npos) {
        return name == key;
    }
    if (key.size() <= star || key.substr(0, star) != name.substr(0, star)) {
        return false;
    }
    const std::string_view rest = name.substr(star + 1);
    for (std::size_t taken = 1; star + taken <= key.size(); ++taken) {
        if (fits(rest, key.substr(star + taken))) {
            return true;
        }
    }
    return false;
}

} // namespace

bool is_of_identity_provider(std::string_view folded) {
    const std::string_view prefix = folded.substr(0, folded.find(':'));
    return prefix == "saml" || prefix.find('.') != std::string_view::npos;
}

std::optional<KnownKey> known_key(std::string_view folded) {
    const auto rows = key_rows();
    const auto at = std::ranges::lower_bound(rows, folded, {}, &KeyRow::name);
    if (at != rows.end() && at->name == folded) {
        return known(*at);
    }
    constexpr std::size_t longest = 512; // of a name that AWS could list
    const auto patterns = key_patterns();
    const auto found = std::ranges::find_if(patterns, [&](const KeyRow& row) {
        return folded.size() <= longest && fits(row.name, folded);
    });
    return found == patterns.end() ? std::nullopt : std::optional(known(*found));
}

} // namespace polhist::reference
