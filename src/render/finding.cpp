#include "render/finding.h"

#include "core/fingerprint.h"
#include "core/printable.h"
#include "json/writer.h"
#include "render/phrase.h"
#include "render/request.h"

#include <fmt/format.h>

#include <map>

namespace polhist::render {
namespace {

using answers::Comparison;
using answers::Endpoint;
using policy::Statement;

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

std::string request_text(const access::Request& request) {
    std::string text;
    json::Writer writer(text);
    write_request(writer, request);
    return text;
}

class Collector {
public:
    void add(const Comparison& comparison) {
        const access::Access& access = comparison.difference.access;
        for (const access::Witness& witness : access.gained) {
            Finding finding = found(comparison, Finding::Kind::gained, '+', witness);
            finding.at = spot_of(comparison, comparison.to, witness.statement);
            if (witness.because != nullptr) {
                finding.related = spot_of(comparison, comparison.from, witness.because);
            }
            findings_.push_back(std::move(finding));
        }
        for (const access::Witness& witness : access.lost) {
            Finding finding = found(comparison, Finding::Kind::lost, '-', witness);
            finding.at = spot_of(comparison, comparison.to, witness.because);
            finding.related = spot_of(comparison, comparison.from, witness.statement);
            findings_.push_back(std::move(finding));
        }
        for (const access::Doubt& doubt : access.doubts) {
            add_doubt(comparison, doubt);
        }
    }

    void add(const answers::Uncompared& open) {
        Finding finding;
        finding.message =
            fmt::format("not compared: {}: {}", visible(open.subject), visible(open.reason));
        finding.markdown =
            fmt::format("not compared: {}: {}", code(open.subject), escaped(open.reason));
        finding.at.name = visible(open.subject);
        finding.fingerprint = unique(fmt::format("uncompared\n{}\n{}", open.subject, open.reason));
        findings_.push_back(std::move(finding));
    }

    std::vector<Finding> take() { return std::move(findings_); }

private:
    Finding found(const Comparison& comparison,
                  Finding::Kind kind,
                  char sign,
                  const access::Witness& witness) {
        const std::string prefix = comparison.name.empty() ? "" : visible(comparison.name) + ": ";
        const std::string marked = comparison.name.empty() ? "" : code(comparison.name) + ": ";
        Finding finding;
        finding.kind = kind;
        finding.message = prefix + access_phrase(sign, witness, plain);
        finding.markdown = marked + access_phrase(sign, witness, code);
        finding.fingerprint = unique(identity(comparison, kind, request_text(witness.request)));
        return finding;
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
    switch (kind) {
    case Finding::Kind::gained:
        return "now-allowed";
    case Finding::Kind::lost:
        return "no-longer-allowed";
    case Finding::Kind::undecided:
        break;
    }
    return "undecided";
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
    case Finding::Kind::gained:
        return gained_stops;
    case Finding::Kind::lost:
        return lost_stops;
    case Finding::Kind::undecided:
        break;
    }
    return undecided_stops;
}

} // namespace polhist::render
