// What a subscription saw last of each policy, gathered from the store.

#pragma once

#include "store/store.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace polhist::watch {

struct Table {
    std::map<timeline::PolicyKey, timeline::Observation> last;
    std::optional<Instant> first;  // of all its looks; nothing before the baseline
    std::optional<Instant> newest; // of all its looks

    // How many policies it saw in force.
    [[nodiscard]] std::size_t present() const;
};

Result<Table> table_of(const store::Store& store, const std::string& observer);

// The looks of an observer among claims.
std::vector<timeline::Observation> looks_of(const timeline::Claims& claims,
                                            const std::string& observer);

} // namespace polhist::watch
