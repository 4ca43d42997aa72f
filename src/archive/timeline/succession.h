// How a version that comes into force relates to those that were in force before it.
//
// This is the one rule for roll-backs, reinstatements and re-creations. A history applies it to
// what all observers saw together, alerts to what one subscription saw.
//
// 1. A version that was in force before is a roll-back where it is older than the one in force
//    last, else a reinstatement.
// 2. One that was not in force before is a roll-back where it is older than the one in force last
//    (nobody saw it when it was new), a reinstatement where it is newer than that but was created
//    before another that was in force, a re-creation where its id was given before with an earlier
//    creation or its number went down, and else a new version.
//
// Older is what was created earlier. Where one of two creations is not known, it is what has the
// lower number; where one has no number, what was in force first.

#pragma once

#include "timeline/history.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace polhist::timeline {

// What tells versions of one policy apart.
struct VersionIdentity {
    std::string version;
    std::string document; // hash of its JSON value
    std::optional<Instant> created;

    bool operator==(const VersionIdentity&) const = default;
};

// Whether two are one version, as far as both tell: a creation that one of them does not tell makes
// no difference.
bool same_version(const VersionIdentity& left, const VersionIdentity& right);

// The versions of one policy, as they come into force one after another.
class Succession {
public:
    // Brings a version into force and says how that came about; nothing where it is in force
    // already. The first one is a new version.
    std::optional<Event> enter(const VersionIdentity& next);

    // Whether another document was in force under the id and, as far as both tell, the creation of
    // a version. One of the two is corrupt.
    [[nodiscard]] bool contradicts(const VersionIdentity& next) const;

    // Whether any version was in force, and the one that was last.
    [[nodiscard]] bool empty() const { return met_.empty(); }

    [[nodiscard]] const VersionIdentity& last() const { return met_[last_]; }

private:
    [[nodiscard]] std::optional<std::size_t> find(const VersionIdentity& version) const;
    [[nodiscard]] Event event_of(const VersionIdentity& next, std::size_t position) const;
    [[nodiscard]] bool is_older(const VersionIdentity& next, std::size_t position) const;
    [[nodiscard]] bool was_created_again(const VersionIdentity& next) const;

    std::vector<VersionIdentity> met_; // in the order in which they were first in force
    std::size_t last_ = 0;
};

} // namespace polhist::timeline
