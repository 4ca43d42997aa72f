#include "output/annotations.h"

#include "core/printable.h"

#include <fmt/format.h>

#include <map>

namespace polhist::output {
namespace {

using Kind = Finding::Kind;

// As many as a step shows of each level.
constexpr std::size_t most_of_a_kind = 10;

std::string with_replaced(std::string_view text, std::string_view special) {
    std::string out;
    for (const char byte : text) {
        if (special.find(byte) == std::string_view::npos) {
            out += byte;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
        }
    }
    return out;
}

std::string data(std::string_view text) {
    return with_replaced(visible(text), "%\r\n");
}

std::string property(std::string_view text) {
    return with_replaced(visible(text), "%\r\n:,");
}

std::string_view title_of(Kind kind) {
    switch (kind) {
    case Kind::now_allowed:
        return "IAM access now allowed";
    case Kind::no_longer_denied:
        return "IAM access no longer denied";
    case Kind::no_longer_allowed:
        return "IAM access no longer allowed";
    case Kind::now_denied:
        return "IAM access now denied";
    case Kind::undecided:
        break;
    }
    return "IAM access not decided";
}

std::string_view command_of(Kind kind, const Severity& severity) {
    if (severity.stops(kind)) {
        return "error";
    }
    return kind == Kind::no_longer_allowed || kind == Kind::now_denied ? "notice" : "warning";
}

std::string annotation(std::string_view command,
                       const Spot& spot,
                       std::string_view title,
                       std::string_view message) {
    const std::string place = spot.file.empty() || spot.file == "stdin"
                                  ? ""
                                  : fmt::format("file={},line={},", property(spot.file), spot.line);
    return fmt::format("::{} {}title={}::{}\n", command, place, property(title), data(message));
}

} // namespace

std::string annotations(const answers::ComparisonSet& set, const Severity& severity) {
    const std::vector<Finding> findings = findings_of(set);
    std::map<Kind, std::size_t> totals;
    for (const Finding& finding : findings) {
        ++totals[finding.kind];
    }
    std::map<Kind, std::size_t> told;
    std::string out;
    for (const Finding& finding : findings) {
        const std::size_t total = totals[finding.kind];
        const std::size_t number = ++told[finding.kind];
        const std::string_view command = command_of(finding.kind, severity);
        if (total <= most_of_a_kind || number < most_of_a_kind) {
            out += annotation(command, finding.at, title_of(finding.kind), finding.message);
        } else if (number == most_of_a_kind) {
            out += annotation(command,
                              {},
                              title_of(finding.kind),
                              fmt::format("and {} more like these", total - number + 1));
        }
    }
    if (out.empty()) {
        out = annotation(
            "notice", {}, "IAM access unchanged", "the same requests are allowed and denied");
    }
    return out;
}

std::string failure_annotation(std::string_view reason) {
    return annotation("error", {}, "polhist could not compare", reason);
}

} // namespace polhist::output
