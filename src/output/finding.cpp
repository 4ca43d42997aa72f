#include "output/finding.h"

#include "core/fingerprint.h"
#include "core/printable.h"
#include "output/proof.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

namespace polhist::output {
namespace {

using answers::Comparison;
using answers::Endpoint;
using policy::Statement;

// More names than this in one finding are counted.
constexpr std::size_t names_shown = 20;

Finding::Kind kind_of(diff::AccessMove move) {
    constexpr std::array kinds{Finding::Kind::now_allowed,
                               Finding::Kind::no_longer_denied,
                               Finding::Kind::no_longer_allowed,
                               Finding::Kind::now_denied};
    return kinds.at(static_cast<std::size_t>(move));
}

std::string name_in(const Comparison& comparison, const Endpoint& endpoint) {
    return comparison.name.empty()
               ? visible(endpoint.label)
               : fmt::format("{} {}", visible(comparison.name), visible(endpoint.label));
}

// `statement` may be missing: then it is the document itself.
Spot spot_of(const Comparison& comparison, const Endpoint& endpoint, const Statement* statement) {
    Spot spot;
    spot.name = name_in(comparison, endpoint);
    if (statement != nullptr) {
        spot.name += ' ' + statement_phrase(*statement, plain);
    }
    if (endpoint.place) {
        const auto& [file, lines] = *endpoint.place;
        spot.file = file;
        if (statement != nullptr && statement->index < lines.size()) {
            spot.line = lines[statement->index];
        }
    }
    return spot;
}

// What a finding is about, whatever stands around it.
std::string identity(const Comparison& comparison, Finding::Kind kind, std::string_view about) {
    const Endpoint& endpoint = comparison.to;
    const std::string_view subject = comparison.name.empty()
                                         ? (endpoint.place ? endpoint.place->file : endpoint.label)
                                         : comparison.name;
    return fmt::format("{}\n{}\n{}", name_of(kind), subject, about);
}

// What a change is of, whatever its example: grants in words, else actions, else the request.
std::string subject_of(const diff::AccessChange& change) {
    std::vector<std::string> lines = change.actions;
    for (const auto* grants : {&change.brought.grants, &change.brought.partly}) {
        for (const diff::Change* one : *grants) {
            lines.push_back(fmt::format("{} {}{}",
                                        action_phrase(one->grant, plain),
                                        resource_phrase(one->grant, plain),
                                        circumstances(one->grant, plain)));
        }
    }
    if (lines.empty()) {
        lines.push_back(request_phrase(change.witness->request, plain, change.witness->absent));
    }
    std::ranges::sort(lines);
    return fmt::format("{}", fmt::join(lines, "\n"));
}

class Collector {
public:
    void add(const Comparison& comparison) {
        for (const diff::AccessChange& change : diff::access_changes(comparison.difference)) {
            add_change(comparison, change);
        }
        for (const access::Doubt* doubt : diff::doubts_of(comparison.difference.access)) {
            add_doubt(comparison, *doubt);
        }
    }

    void add(const answers::Uncompared& open) {
        Finding finding;
        finding.message =
            fmt::format("not compared: {}: {}", visible(open.subject), visible(open.reason));
        finding.markdown =
            fmt::format("not compared: {}: {}", code(open.subject), escaped(open.reason));
        finding.at.name = visible(open.subject);
        finding.at.file = open.file;
        finding.fingerprint = unique(fmt::format("uncompared\n{}\n{}", open.subject, open.reason));
        findings_.push_back(std::move(finding));
    }

    std::vector<Finding> take() { return std::move(findings_); }

private:
    void add_change(const Comparison& comparison, const diff::AccessChange& change) {
        const auto told = [&](Quote quote) {
            return fmt::format("{}{}: {}",
                               comparison.name.empty() ? "" : quote(comparison.name) + ": ",
                               name_of(change.move),
                               change_phrase(change, quote, names_shown));
        };
        Finding finding;
        finding.kind = kind_of(change.move);
        finding.message = told(plain);
        finding.markdown = told(code);
        const auto& [statement, because] =
            std::pair(change.witness->statement, change.witness->because);
        const bool of_new = diff::side_of(change.move) == access::Side::after;
        finding.at = spot_of(comparison, comparison.to, of_new ? statement : because);
        if (const Statement* old = of_new ? because : statement; old != nullptr) {
            finding.related = spot_of(comparison, comparison.from, old);
        }
        finding.fingerprint = unique(identity(comparison, finding.kind, subject_of(change)));
        findings_.push_back(std::move(finding));
    }

    void add_doubt(const Comparison& comparison, const access::Doubt& doubt) {
        const bool is_new = doubt.side == access::Side::after;
        Finding finding;
        finding.message = doubt_phrase(doubt, plain);
        finding.markdown = doubt_phrase(doubt, code);
        if (!comparison.name.empty()) {
            finding.message = visible(comparison.name) + ": " + finding.message;
            finding.markdown = code(comparison.name) + ": " + finding.markdown;
        }
        finding.at = spot_of(comparison, comparison.to, is_new ? doubt.statement : nullptr);
        if (!is_new) {
            finding.related = spot_of(comparison, comparison.from, doubt.statement);
        }
        finding.fingerprint = unique(identity(
            comparison, finding.kind, fmt::format("{} {}", name_of(doubt.side), doubt.reason)));
        findings_.push_back(std::move(finding));
    }

    // Two findings may be about the same: then they are counted.
    std::string unique(const std::string& about) {
        return fingerprint(fmt::format("{}\n{}", about, ++met_[about]));
    }

    std::vector<Finding> findings_;
    std::map<std::string, std::size_t> met_;
};

} // namespace

std::string_view name_of(Finding::Kind kind) {
    constexpr std::array<std::string_view, 5> names{
        "now-allowed", "no-longer-denied", "no-longer-allowed", "now-denied", "undecided"};
    return names.at(static_cast<std::size_t>(kind));
}

std::vector<Finding> findings_of(const answers::ComparisonSet& set) {
    Collector collector;
    for (const Comparison& comparison : set.comparisons) {
        collector.add(comparison);
    }
    for (const answers::Uncompared& open : set.uncompared) {
        collector.add(open);
    }
    return collector.take();
}

bool Severity::stops(Finding::Kind kind) const {
    switch (kind) {
    case Finding::Kind::now_allowed:
    case Finding::Kind::no_longer_denied:
        return wider_stops;
    case Finding::Kind::no_longer_allowed:
    case Finding::Kind::now_denied:
        return narrower_stops;
    case Finding::Kind::undecided:
        break;
    }
    return undecided_stops;
}

} // namespace polhist::output
