#include "policy/set.h"

#include <array>

namespace polhist::policy {

std::string_view name_of(LayerKind kind) {
    constexpr std::array<std::string_view, 6> names{
        "identity", "boundary", "session", "scp", "rcp", "resource"};
    return names.at(static_cast<std::size_t>(kind));
}

PolicySet set_of(std::shared_ptr<const Document> document) {
    PolicySet set;
    set.identity.push_back(std::move(document));
    return set;
}

} // namespace polhist::policy
