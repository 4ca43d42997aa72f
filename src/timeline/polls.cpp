#include "timeline/polls.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace polhist::timeline {
namespace {

class Fitting {
public:
    explicit Fitting(std::span<const Poll> known) {
        for (const Poll& poll : known) {
            note(poll);
        }
    }

    // False where the poll is to be dropped.
    bool fit(Poll& poll) {
        if (poll.digest.empty()) {
            return true;
        }
        if (digests_.contains({poll.observer, poll.digest})) {
            return false;
        }
        const auto newest = newest_.find(poll.observer);
        if (newest != newest_.end() && poll.at <= newest->second) {
            poll.at = {newest->second.microseconds + 1};
        }
        note(poll);
        return true;
    }

private:
    void note(const Poll& poll) {
        Instant& newest = newest_.try_emplace(poll.observer, poll.at).first->second;
        newest = std::max(newest, poll.at);
        digests_.emplace(poll.observer, poll.digest);
    }

    std::map<std::string, Instant> newest_;
    std::set<std::pair<std::string, std::string>> digests_;
};

} // namespace

void fit_in(Claims& claims, std::span<const Poll> known) {
    std::ranges::sort(claims.polls, {}, &Poll::at);
    Fitting fitting(known);
    // From the instants that were claimed; nothing where the poll was dropped.
    std::map<std::pair<std::string, Instant>, std::optional<Instant>> moved;
    std::erase_if(claims.polls, [&](Poll& poll) {
        const std::pair claimed{poll.observer, poll.at};
        const bool kept = fitting.fit(poll);
        moved[claimed] = kept ? std::optional(poll.at) : std::nullopt;
        return !kept;
    });
    std::erase_if(claims.observations, [&](Observation& seen) {
        const auto found = moved.find({seen.observer, seen.at});
        if (found != moved.end() && found->second) {
            seen.at = *found->second;
        }
        return found != moved.end() && !found->second;
    });
}

} // namespace polhist::timeline
