#include "policy/canonical_hash.h"

#include "core/digest.h"
#include "json/sorted.h"

namespace polhist::policy {

std::string canonical_hash(const json::Value& value) {
    return sha256(json::sorted_text(value));
}

std::string version_of_hash(std::string_view hash) {
    constexpr std::size_t digits = 12;
    return "sha-" + std::string(hash.substr(0, digits));
}

} // namespace polhist::policy
