#include "answers/comparison.h"

#include "policy/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace polhist::answers {
namespace {

using diff::Change;
using timeline::History;

// How many runs of changes `order` tells apart in a sorted list.
std::size_t count_runs(const std::vector<Change>& changes,
                       int (*order)(const policy::Grant&, const policy::Grant&)) {
    std::size_t runs = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (i == 0 || order(changes[i - 1].grant, changes[i].grant) != 0) {
            ++runs;
        }
    }
    return runs;
}

void append_count(std::string& out, char sign, std::size_t number, std::string_view noun) {
    if (number != 0) {
        out += fmt::format(
            "{}{}{} {}{}", out.empty() ? "" : "  ", sign, number, noun, number == 1 ? "" : "s");
    }
}

// When a version began to count, for finding the updates documented for it.
Instant begin_of(const History& history, const timeline::Moment& moment) {
    if (moment.state) {
        return history.states[*moment.state].since;
    }
    return history.versions[moment.version].created.value_or(
        Instant{std::numeric_limits<std::int64_t>::min()});
}

// A side of a comparison, and since when it counted.
struct Moment {
    Endpoint endpoint;
    Instant since;
};

Comparison compare_endpoints(const History& history,
                             Moment from,
                             Moment to,
                             const ledger::Ledger& ledger,
                             std::size_t budget) {
    Comparison comparison = compare(std::move(from.endpoint), std::move(to.endpoint), budget);
    comparison.name = history.name;
    comparison.arn = history.arn;
    comparison.documented = ledger::updates_between(ledger, history.name, from.since, to.since);
    return comparison;
}

Result<Comparison> compare_moments(const History& history,
                                   const timeline::Moment& from,
                                   const timeline::Moment& to,
                                   const ledger::Ledger& ledger,
                                   std::size_t budget) {
    auto before = endpoint_of(history.versions[from.version]);
    if (!before) {
        return tl::make_unexpected(std::move(before.error()));
    }
    auto after = endpoint_of(history.versions[to.version]);
    if (!after) {
        return tl::make_unexpected(std::move(after.error()));
    }
    return compare_endpoints(history,
                             {std::move(*before), begin_of(history, from)},
                             {std::move(*after), begin_of(history, to)},
                             ledger,
                             budget);
}

} // namespace

Result<std::shared_ptr<const policy::Document>> load(const timeline::Version& version) {
    return policy::read_any({version.origin, version.json}).map([](policy::Envelope&& envelope) {
        return std::make_shared<const policy::Document>(std::move(envelope.document));
    });
}

Result<Endpoint> endpoint_of(const timeline::Version& version) {
    return load(version).map([&](std::shared_ptr<const policy::Document>&& document) {
        return Endpoint{version.id, version.id, version.created, std::move(document)};
    });
}

Comparison compare(Endpoint from, Endpoint to, std::size_t budget) {
    diff::Difference difference = diff::compare(*from.document, *to.document, budget);
    return {{}, {}, std::move(from), std::move(to), std::move(difference), {}};
}

Result<Comparison> compare(const History& history,
                           const timeline::When& from,
                           const timeline::When& to,
                           const ledger::Ledger& ledger,
                           std::size_t budget) {
    const auto before = timeline::resolve(history, from);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto after = timeline::resolve(history, to);
    if (!after) {
        return tl::make_unexpected(after.error());
    }
    return compare_moments(history, *before, *after, ledger, budget);
}

Result<Comparison> step_at(const History& history,
                           std::size_t state,
                           const ledger::Ledger& ledger,
                           std::size_t budget) {
    return compare_moments(history,
                           {history.states[state - 1].version, state - 1},
                           {history.states[state].version, state},
                           ledger,
                           budget);
}

Result<std::vector<Comparison>>
steps(const History& history, const ledger::Ledger& ledger, std::size_t budget) {
    std::vector<Comparison> found;
    std::optional<Endpoint> before; // each document is read once
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        auto after = endpoint_of(history.version_of(history.states[i]));
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        if (before) {
            found.push_back(compare_endpoints(history,
                                              {std::move(*before), history.states[i - 1].since},
                                              {*after, history.states[i].since},
                                              ledger,
                                              budget));
        }
        before = std::move(*after);
    }
    return found;
}

Counts count(const diff::Difference& difference) {
    return {count_runs(difference.actions.added, policy::compare_actions),
            count_runs(difference.actions.removed, policy::compare_actions),
            count_runs(difference.resources.added, policy::compare_resources),
            count_runs(difference.resources.removed, policy::compare_resources),
            count_runs(difference.conditions.added, policy::compare_resources) +
                count_runs(difference.conditions.removed, policy::compare_resources) +
                difference.rewrites.size()};
}

std::string summary(const diff::Difference& difference) {
    const Counts counts = count(difference);
    std::string text;
    append_count(text, '+', counts.actions_added, "action");
    append_count(text, '-', counts.actions_removed, "action");
    append_count(text, '+', counts.resources_added, "resource");
    append_count(text, '-', counts.resources_removed, "resource");
    append_count(text, '~', counts.conditions, "condition");
    return text.empty() ? "no change in grants" : text;
}

} // namespace polhist::answers
