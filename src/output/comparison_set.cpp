#include "output/comparison_set.h"

#include "core/printable.h"
#include "json/writer.h"
#include "output/json.h"
#include "output/phrase.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

using answers::Comparison;
using answers::ComparisonSet;
using answers::Uncompared;

// What GitHub takes as a comment.
constexpr std::size_t longest_comment = 65'536;

std::string policies(std::size_t number) {
    return fmt::format("{} polic{}", number, number == 1 ? "y" : "ies");
}

// `2 policies unchanged`; nothing where there is none.
std::string tail_of(const ComparisonSet& set, std::size_t told) {
    if (set.comparisons.empty() && set.uncompared.empty()) {
        return "no policy in it changes\n";
    }
    const std::size_t quiet = set.comparisons.size() - told;
    return quiet == 0 ? "" : fmt::format("{} unchanged\n", policies(quiet));
}

constexpr std::string_view drift_heading = "Changed outside of this plan (drift)";

// What changed, one telling after another, and how many were told.
std::string told_changes(const std::vector<Comparison>& comparisons,
                         const Telling& telling,
                         std::size_t& told) {
    std::string out;
    for (const Comparison& comparison : comparisons) {
        if (!diff::is_quiet(comparison.difference)) {
            out += out.empty() ? "" : "\n";
            out += telling(comparison);
            ++told;
        }
    }
    return out;
}

std::string open_lines(const std::vector<Uncompared>& uncompared, const Style& style) {
    std::string out;
    for (const Uncompared& open : uncompared) {
        std::string text = wrapped(
            fmt::format("not compared: {}: {}", visible(open.subject), visible(open.reason)),
            0,
            style.width,
            2);
        text.pop_back();
        out += style.warning(text) + '\n';
    }
    return out;
}

std::string open_list(const std::vector<Uncompared>& uncompared) {
    std::string out;
    for (const Uncompared& open : uncompared) {
        out += fmt::format("- {}: {}\n", code(open.subject), escaped(open.reason));
    }
    return out;
}

// Parts with an empty line between them.
std::string joined(std::string text, const std::string& part) {
    text += text.empty() || part.empty() ? "" : "\n";
    return text + part;
}

void write_comparisons(json::Writer& writer,
                       const std::vector<Comparison>& comparisons,
                       bool simulated) {
    writer.begin_array();
    for (const Comparison& comparison : comparisons) {
        writer.begin_object();
        write_diff_fields(writer, comparison, simulated);
        writer.end_object();
    }
    writer.end_array();
}

void write_uncompared(json::Writer& writer, const std::vector<Uncompared>& uncompared) {
    writer.begin_array();
    for (const Uncompared& open : uncompared) {
        writer.begin_object();
        writer.key("policy").string(open.subject);
        writer.key("reason").string(open.reason);
        writer.key("unreadable").boolean(open.unreadable);
        writer.end_object();
    }
    writer.end_array();
}

} // namespace

std::string set_text(const ComparisonSet& set, const Style& style, const Telling& telling) {
    std::size_t told = 0;
    std::string out = told_changes(set.comparisons, telling, told);
    out = joined(std::move(out), open_lines(set.uncompared, style));
    out = joined(std::move(out), tail_of(set, told));
    std::size_t drifted = 0;
    std::string drift = told_changes(set.drifted, telling, drifted);
    drift = joined(std::move(drift), open_lines(set.drifted_uncompared, style));
    return drift.empty() ? out
                         : joined(std::move(out), fmt::format("{}:\n\n{}", drift_heading, drift));
}

std::string set_markdown(const ComparisonSet& set, const Telling& telling) {
    std::size_t told = 0;
    std::string out = told_changes(set.comparisons, telling, told);
    if (!set.uncompared.empty()) {
        out = joined(std::move(out), "## Not compared\n\n" + open_list(set.uncompared));
    }
    out = joined(std::move(out), tail_of(set, told));
    std::size_t drifted = 0;
    std::string drift = told_changes(set.drifted, telling, drifted);
    drift = joined(std::move(drift), open_list(set.drifted_uncompared));
    return drift.empty() ? out
                         : joined(std::move(out), fmt::format("# {}\n\n{}", drift_heading, drift));
}

std::string set_json(const ComparisonSet& set, bool simulated) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("schema").string("polhist.diffs/1");
    writer.key("diffs");
    write_comparisons(writer, set.comparisons, simulated);
    writer.key("uncompared");
    write_uncompared(writer, set.uncompared);
    writer.key("drift").begin_object().key("diffs");
    write_comparisons(writer, set.drifted, simulated);
    writer.key("uncompared");
    write_uncompared(writer, set.drifted_uncompared);
    writer.end_object().end_object();
    return out + '\n';
}

std::string comment_markdown(std::string_view name, const std::vector<std::string>& tellings) {
    const std::string marker = fmt::format("<!-- polhist:{} -->\n", name);
    for (const std::string& telling : tellings) {
        // The limit is one of characters; bytes are never fewer.
        if (marker.size() + telling.size() <= longest_comment) {
            return marker + telling;
        }
    }
    return marker + "The change is too long for a comment; see the log of the run.\n";
}

} // namespace polhist::output
