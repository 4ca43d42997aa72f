#include "timeline/incarnations.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

namespace polhist::timeline {
namespace {

constexpr std::int64_t microseconds_a_minute = 60'000'000;

bool same_minute(Instant left, Instant right) {
    const auto minute = [](Instant instant) {
        const std::int64_t rest = instant.microseconds % microseconds_a_minute;
        return instant.microseconds - (rest < 0 ? rest + microseconds_a_minute : rest);
    };
    return minute(left) == minute(right);
}

// Every claim of a version, also those that observations make in passing, sorted and once each.
std::vector<VersionClaim> all_claims(const Claims& claims) {
    std::vector<VersionClaim> all = claims.versions;
    for (const Observation& seen : claims.observations) {
        if (seen.kind == Observation::Kind::in_force) {
            const bool bare = number_of(seen.version) == 0;
            all.push_back({seen.policy,
                           seen.version,
                           seen.document,
                           seen.created,
                           bare ? SourceClass::bare : SourceClass::exact});
        }
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

class Believer {
public:
    explicit Believer(const Claims& claims)
        : claims_(all_claims(claims)),
          policies_(claims.policies) {}

    std::vector<Version> believe() {
        for (const VersionClaim& claim : claims_) {
            if (claim.source == SourceClass::exact && claim.created) {
                add(claim, claim.created);
            }
        }
        for (const VersionClaim& claim : claims_) {
            if (claim.source == SourceClass::minute && claim.created && !has_minute(claim)) {
                add(claim, claim.created);
            }
        }
        const std::vector<Version> trusted = versions_;
        for (const VersionClaim& claim : claims_) {
            if (claim.source == SourceClass::catalogue && claim.created &&
                !has(trusted, claim.version, claim.document) && is_credible(trusted, claim) &&
                !has(versions_, claim.version, claim.document)) {
                add(claim, claim.created);
            }
        }
        for (const VersionClaim& claim : claims_) {
            if (claim.source != SourceClass::bare &&
                !has(versions_, claim.version, claim.document)) {
                add(claim, std::nullopt);
            }
        }
        add_bare();
        std::ranges::sort(versions_, comes_before);
        return std::move(versions_);
    }

private:
    void add(const VersionClaim& claim, std::optional<Instant> created) {
        Version version;
        version.id = claim.version;
        version.created = created;
        version.dated_by = created ? claim.source : SourceClass::bare;
        version.document = claim.document;
        versions_.push_back(std::move(version));
    }

    static bool
    has(const std::vector<Version>& versions, std::string_view id, std::string_view document) {
        return std::ranges::any_of(versions, [&](const Version& version) {
            return version.id == id && version.document == document;
        });
    }

    [[nodiscard]] bool has_minute(const VersionClaim& claim) const {
        return std::ranges::any_of(versions_, [&](const Version& version) {
            return version.id == claim.version && version.document == claim.document &&
                   same_minute(*version.created, *claim.created);
        });
    }

    // A bare document that a version with an id has too is no version of its own.
    void add_bare() {
        for (const VersionClaim& claim : claims_) {
            const auto same = [&](const Version& version) {
                return version.document == claim.document;
            };
            if (claim.source == SourceClass::bare && std::ranges::none_of(versions_, same)) {
                add(claim, std::nullopt);
            }
        }
    }

    [[nodiscard]] bool is_credible(const std::vector<Version>& trusted,
                                   const VersionClaim& claim) const {
        return !repeats_policy_date(claim) && lies_between_neighbours(trusted, claim);
    }

    // The policy's own date is that of v1 and of no other.
    [[nodiscard]] bool repeats_policy_date(const VersionClaim& claim) const {
        return number_of(claim.version) != 1 &&
               std::ranges::any_of(policies_, [&](const PolicyClaim& policy) {
                   return policy.source == SourceClass::catalogue &&
                          policy.created == claim.created;
               });
    }

    static bool lies_between_neighbours(const std::vector<Version>& trusted,
                                        const VersionClaim& claim) {
        const unsigned number = number_of(claim.version);
        unsigned below = 0;
        unsigned above = 0;
        for (const Version& version : trusted) {
            const unsigned other = number_of(version.id);
            if (other > below && other < number) {
                below = other;
            }
            if (other > number && (above == 0 || other < above)) {
                above = other;
            }
        }
        return (below == 0 || first_of(trusted, below) < claim.created) &&
               (above == 0 || claim.created < first_of(trusted, above));
    }

    // When a version of this number first appeared.
    static std::optional<Instant> first_of(const std::vector<Version>& trusted, unsigned number) {
        std::optional<Instant> first;
        for (const Version& version : trusted) {
            if (number_of(version.id) == number && (!first || version.created < first)) {
                first = version.created;
            }
        }
        return first;
    }

    std::vector<VersionClaim> claims_;
    const std::vector<PolicyClaim>& policies_;
    std::vector<Version> versions_;
};

} // namespace

unsigned number_of(std::string_view id) {
    unsigned number = 0;
    if (id.starts_with('v')) {
        std::from_chars(id.data() + 1, id.data() + id.size(), number);
    }
    return number;
}

bool comes_before(const Version& left, const Version& right) {
    const auto rank = [](const Version& version) {
        return std::tuple(number_of(version.id),
                          version.created,
                          std::string_view(version.id),
                          std::string_view(version.document));
    };
    return rank(left) < rank(right);
}

std::vector<Version> believed_versions(const Claims& claims) {
    return Believer(claims).believe();
}

std::optional<std::size_t> position_of(const std::vector<Version>& versions,
                                       std::string_view id,
                                       std::string_view document,
                                       std::optional<Instant> created,
                                       std::optional<Instant> at) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const Version& version = versions[i];
        const bool bare = number_of(id) == 0;
        if (version.document != document || (!bare && version.id != id)) {
            continue;
        }
        if (created && version.created == created) {
            return i;
        }
        // Of several incarnations, the newest that was there when it was seen.
        const bool was_there = !at || !version.created || *version.created <= *at;
        if (!best || was_there) {
            best = i;
        }
    }
    return best;
}

} // namespace polhist::timeline
