#include "timeline/succession.h"

#include "timeline/incarnations.h"

#include <algorithm>

namespace polhist::timeline {
namespace {

bool same_creation(const VersionIdentity& left, const VersionIdentity& right) {
    return !left.created || !right.created || left.created == right.created;
}

// Whether both creations are known, and the left one is the earlier.
bool created_before(const VersionIdentity& left, const VersionIdentity& right) {
    return left.created && right.created && *left.created < *right.created;
}

} // namespace

bool same_version(const VersionIdentity& left, const VersionIdentity& right) {
    return left.version == right.version && left.document == right.document &&
           same_creation(left, right);
}

std::optional<Event> Succession::enter(const VersionIdentity& next) {
    const bool repeated = !met_.empty() && same_version(met_[last_], next);
    const std::size_t position = repeated ? last_ : find(next).value_or(met_.size());
    VersionIdentity identity = position < met_.size() ? met_[position] : next;
    identity.created = next.created ? next.created : identity.created;
    const Event event = met_.empty() ? Event::version : event_of(identity, position);
    if (position == met_.size()) {
        met_.emplace_back();
    }
    met_[position] = std::move(identity);
    last_ = position;
    return repeated ? std::nullopt : std::optional(event);
}

bool Succession::contradicts(const VersionIdentity& next) const {
    return std::ranges::any_of(met_, [&](const VersionIdentity& other) {
        return other.version == next.version && other.document != next.document &&
               same_creation(other, next);
    });
}

// The same version exactly; else the newest that it may be.
std::optional<std::size_t> Succession::find(const VersionIdentity& version) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < met_.size(); ++i) {
        if (met_[i] == version) {
            return i;
        }
        if (same_version(met_[i], version)) {
            found = i;
        }
    }
    return found;
}

// `position`: where `next` is among those met; behind all of them where it is not.
Event Succession::event_of(const VersionIdentity& next, std::size_t position) const {
    if (is_older(next, position)) {
        return Event::rollback;
    }
    const auto is_newer = [&](const VersionIdentity& other) { return created_before(next, other); };
    if (position < met_.size() || std::ranges::any_of(met_, is_newer)) {
        return Event::reinstated;
    }
    return was_created_again(next) ? Event::recreated : Event::version;
}

bool Succession::is_older(const VersionIdentity& next, std::size_t position) const {
    const VersionIdentity& before = met_[last_];
    if (next.created && before.created) {
        return *next.created < *before.created;
    }
    const unsigned number = number_of(next.version);
    const unsigned other = number_of(before.version);
    return number != 0 && other != 0 && number != other ? number < other : position < last_;
}

bool Succession::was_created_again(const VersionIdentity& next) const {
    const unsigned number = number_of(next.version);
    const bool lower = number != 0 && number < number_of(met_[last_].version);
    return lower || std::ranges::any_of(met_, [&](const VersionIdentity& other) {
               return other.version == next.version && created_before(other, next);
           });
}

} // namespace polhist::timeline
