#include "index/coverage.h"

#include "index/bytes.h"

#include <algorithm>

namespace polhist::index {
namespace {

std::optional<std::int64_t> number_of(const std::optional<Instant>& instant) {
    return instant ? std::optional(instant->microseconds) : std::nullopt;
}

std::optional<Instant> instant_in(Decoder& from) {
    const auto number = from.maybe();
    return number ? std::optional(Instant{*number}) : std::nullopt;
}

} // namespace

std::string encoded(const Coverage& coverage) {
    Encoder to;
    to.number(coverage.polls.size());
    for (const auto& [observer, at] : coverage.polls) {
        to.text(observer).wide(static_cast<std::uint64_t>(at.microseconds));
    }
    to.maybe(number_of(coverage.known_until)).number(coverage.unknown.size());
    for (const UnknownPolicy& policy : coverage.unknown) {
        to.number(policy.at).maybe(number_of(policy.time.from));
        to.maybe(number_of(policy.time.until));
    }
    return to.bytes();
}

std::optional<Coverage> decoded_coverage(std::string_view bytes, std::size_t policies) {
    Decoder from(bytes);
    Coverage coverage;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        std::string observer(from.text());
        coverage.polls[std::move(observer)] = {static_cast<std::int64_t>(from.wide())};
    }
    coverage.known_until = instant_in(from);
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        UnknownPolicy policy;
        policy.at = from.below(policies);
        policy.time.from = instant_in(from);
        policy.time.until = instant_in(from);
        coverage.unknown.push_back(policy);
    }
    return from.done() ? std::optional(std::move(coverage)) : std::nullopt;
}

LastPolls last_of(const std::vector<timeline::Poll>& polls) {
    LastPolls last;
    for (const timeline::Poll& poll : polls) {
        Instant& newest = last.try_emplace(poll.observer, poll.at).first->second;
        newest = std::max(newest, poll.at);
    }
    return last;
}

} // namespace polhist::index
