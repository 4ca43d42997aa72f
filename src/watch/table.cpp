#include "watch/table.h"

#include <algorithm>

namespace polhist::watch {

using timeline::Observation;

std::size_t Table::present() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        last, [](const auto& entry) { return entry.second.kind == Observation::Kind::in_force; }));
}

Result<Table> table_of(const store::Store& store, const std::string& observer) {
    Table table;
    auto read = store.each(
        [&](const timeline::PolicyKey& policy, const timeline::Claims& claims) -> Result<void> {
            for (const Observation& look : looks_of(claims, observer)) {
                table.first = std::min(table.first.value_or(look.at), look.at);
                table.newest = std::max(table.newest.value_or(look.at), look.at);
                const auto [found, fresh] = table.last.try_emplace(policy, look);
                if (!fresh && found->second.at < look.at) {
                    found->second = look;
                }
            }
            return {};
        });
    return read ? Result<Table>(std::move(table)) : tl::make_unexpected(std::move(read.error()));
}

std::vector<Observation> looks_of(const timeline::Claims& claims, const std::string& observer) {
    std::vector<Observation> looks;
    std::ranges::copy_if(claims.observations,
                         std::back_inserter(looks),
                         [&](const Observation& look) { return look.observer == observer; });
    return looks;
}

} // namespace polhist::watch
