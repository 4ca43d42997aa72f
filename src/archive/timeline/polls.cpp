#include "timeline/polls.h"

#include <algorithm>
#include <map>
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
        const auto newest = newest_.find(poll.observer);
        if (newest != newest_.end() && newest->second.digest == poll.digest) {
            return false;
        }
        if (newest != newest_.end() && poll.at <= newest->second.at) {
            poll.at = {newest->second.at.microseconds + 1};
        }
        note(poll);
        return true;
    }

private:
    void note(const Poll& poll) {
        const auto [newest, first] = newest_.try_emplace(poll.observer, Seen{poll.at, poll.digest});
        if (!first && newest->second.at <= poll.at) {
            newest->second = {poll.at, poll.digest};
        }
    }

    struct Seen {
        Instant at;
        std::string digest;
    };

    std::map<std::string, Seen> newest_; // by observer
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
    const auto is_dropped = [&](auto& seen) {
        const auto found = moved.find({seen.observer, seen.at});
        if (found != moved.end() && found->second) {
            seen.at = *found->second;
        }
        return found != moved.end() && !found->second;
    };
    std::erase_if(claims.observations, is_dropped);
    std::erase_if(claims.principals, is_dropped);
}

} // namespace polhist::timeline
