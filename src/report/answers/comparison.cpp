#include "answers/comparison.h"

#include "access/glob.h"
#include "answers/reasons.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

bool is_of_service(std::string_view pattern, std::string_view service) {
    return access::matches_action(pattern.substr(0, pattern.find(':')), service);
}

// Two moments whose documents were read.
struct Span {
    timeline::Moment from;
    timeline::Moment to;
    Sides read;
};

Comparison
compare_read(const History& history, Span span, const Reasons& reasons, std::size_t budget) {
    Comparison comparison =
        compare(std::move(span.read.before), std::move(span.read.after), budget);
    comparison.name = history.name;
    comparison.arn = history.arn;
    comparison.documented = reasons.between(history, span.from, span.to);
    return comparison;
}

Result<Comparison> compare_moments(const History& history,
                                   const timeline::Moment& from,
                                   const timeline::Moment& to,
                                   const Reasons& reasons,
                                   std::size_t budget) {
    auto before = endpoint_of(history.versions[from.version]);
    if (!before) {
        return tl::make_unexpected(std::move(before.error()));
    }
    auto after = endpoint_of(history.versions[to.version]);
    if (!after) {
        return tl::make_unexpected(std::move(after.error()));
    }
    return compare_read(
        history, {from, to, {std::move(*before), std::move(*after)}}, reasons, budget);
}

// What two WHENs name, each a version.
Result<Comparison> compare_resolved(const History& history,
                                    const timeline::When& from,
                                    const timeline::When& to,
                                    std::span<const ledger::Ledger> ledgers,
                                    std::size_t budget) {
    const auto before = timeline::resolve(history, from);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto after = timeline::resolve(history, to);
    if (!after) {
        return tl::make_unexpected(after.error());
    }
    const auto reasons = Reasons::of(history, ledgers, *before, *after);
    if (!reasons) {
        return tl::make_unexpected(reasons.error());
    }
    return compare_moments(history, *before, *after, *reasons, budget);
}

// A version against nothing, which stood before it or came after it.
Result<Comparison> compare_with_nothing(const History& history,
                                        const timeline::When& when,
                                        bool nothing_before,
                                        std::size_t budget) {
    const auto moment = timeline::resolve(history, when);
    if (!moment) {
        return tl::make_unexpected(moment.error());
    }
    auto version = endpoint_of(history.versions[moment->version]);
    if (!version) {
        return tl::make_unexpected(std::move(version.error()));
    }
    if (!nothing_before) {
        return withdrawal(history, std::move(*version), budget);
    }
    Endpoint nothing = answers::nothing_beside(*version->document);
    Comparison comparison = compare(std::move(nothing), std::move(*version), budget);
    comparison.name = history.name;
    comparison.arn = history.arn;
    return comparison;
}

// The state at a position as a moment.
timeline::Moment moment_of(const History& history, std::size_t state) {
    return {history.states[state].version, state};
}

} // namespace

Result<std::shared_ptr<const policy::Document>> load(const timeline::Version& version) {
    return version.json.bytes()
        .and_then([&](std::string_view json) {
            return policy::read_any({version.origin, json});
        })
        .map([](policy::Envelope&& envelope) {
            return std::make_shared<const policy::Document>(std::move(envelope.document));
        });
}

Result<Endpoint> endpoint_of(const timeline::Version& version) {
    return load(version).map([&](std::shared_ptr<const policy::Document>&& document) {
        return Endpoint{version.id, version.id, version.created, std::move(document)};
    });
}

Endpoint nothing_beside(const policy::Document& other) {
    return {"nothing",
            std::nullopt,
            std::nullopt,
            std::make_shared<const policy::Document>(policy::nothing_beside(other))};
}

Comparison compare(Endpoint from, Endpoint to, std::size_t budget) {
    diff::Difference difference = diff::compare(*from.document, *to.document, budget);
    return {{}, {}, std::move(from), std::move(to), std::move(difference), {}};
}

Result<Comparison> compare(const History& history,
                           const timeline::When& from,
                           const timeline::When& to,
                           std::span<const ledger::Ledger> ledgers,
                           std::size_t budget) {
    const bool gone_before = timeline::is_withdrawn_at(history, from);
    const bool gone_after = timeline::is_withdrawn_at(history, to);
    auto comparison =
        gone_before != gone_after
            ? compare_with_nothing(history, gone_before ? to : from, gone_before, budget)
            : compare_resolved(history, from, to, ledgers, budget);
    if (comparison) {
        comparison->horizon = horizon_of(history, {&from, &to});
        const auto is_dated = [](const timeline::When& when) {
            return when.kind == timeline::When::Kind::instant ||
                   when.kind == timeline::When::Kind::latest;
        };
        comparison->dated = is_dated(from) || is_dated(to);
    }
    return comparison;
}

Result<Comparison>
step(const History& history, std::size_t state, const Reasons& reasons, std::size_t budget) {
    auto before = endpoint_of(history.version_of(history.states[state - 1]));
    if (!before) {
        return tl::make_unexpected(std::move(before.error()));
    }
    auto after = endpoint_of(history.version_of(history.states[state]));
    if (!after) {
        return tl::make_unexpected(std::move(after.error()));
    }
    return step(history, state, {std::move(*before), std::move(*after)}, reasons, budget);
}

Comparison step(const History& history,
                std::size_t state,
                Sides read,
                const Reasons& reasons,
                std::size_t budget) {
    if (history.states[state - 1].withdrawn) {
        read.before = answers::nothing_beside(*read.after.document); // it came back
    }
    return compare_read(history,
                        {moment_of(history, state - 1), moment_of(history, state), std::move(read)},
                        reasons,
                        budget);
}

Comparison withdrawal(const History& history, Endpoint last, std::size_t budget) {
    Endpoint nothing = answers::nothing_beside(*last.document);
    Comparison comparison = compare(std::move(last), std::move(nothing), budget);
    comparison.name = history.name;
    comparison.arn = history.arn;
    return comparison;
}

bool touches(const diff::Difference& difference, std::string_view service) {
    return std::ranges::any_of(
        std::array{&difference.grants.added, &difference.grants.removed}, [&](const auto* changes) {
            return std::ranges::any_of(*changes, [&](const Change& change) {
                const std::string* action = change.grant.action();
                return action != nullptr ? is_of_service(*action, service)
                                         : is_about(change.grant.statement(), service);
            });
        });
}

bool is_about(const policy::Statement& statement, std::string_view service) {
    const auto whole_service = [&](const std::string& pattern) {
        const std::size_t colon = pattern.find(':');
        return pattern == "*" || (is_of_service(pattern, service) &&
                                  pattern.find_first_not_of('*', colon + 1) == std::string::npos);
    };
    const auto of_service = [&](const std::string& pattern) {
        return is_of_service(pattern, service);
    };
    return statement.actions.negated ? std::ranges::none_of(statement.actions.values, whole_service)
                                     : std::ranges::any_of(statement.actions.values, of_service);
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
