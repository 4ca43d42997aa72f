#include "cli/difference_output.h"

#include "cli/output.h"
#include "core/printable.h"
#include "output/annotations.h"
#include "output/comparison_set.h"
#include "output/difference_page.h"
#include "output/difference_script.h"
#include "output/horizon.h"
#include "output/json.h"
#include "output/markdown.h"
#include "output/sarif.h"
#include "output/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace polhist::cli {
namespace {

using answers::Comparison;
using answers::ComparisonSet;

// What GitHub takes as a summary of one step.
constexpr std::size_t longest_summary = 1'000'000;

std::string in_text(const Session& session, const DiffForm& form, const Comparison& found) {
    const output::Style style = session.style();
    if (!session.witness.empty()) {
        return output::diff_script(found);
    }
    if (form.stat) {
        return output::diff_line(found, style);
    }
    std::string out = output::diff_text(found, style);
    if (form.text) {
        out += '\n' + output::text_difference(found, style);
    }
    if (found.horizon && found.dated) {
        out += '\n' + output::horizon_text(*found.horizon);
    }
    return out;
}

std::string
one_in_markdown(const Session& session, const DiffForm& form, const Comparison& found, bool full) {
    return output::diff_markdown(found, full) +
           (form.text ? output::text_difference_markdown(found) : "") +
           (session.witness.empty() ? "" : output::diff_script_markdown(found));
}

std::string
in_markdown(const Session& session, const DiffForm& form, const Compared& compared, bool full) {
    const auto telling = [&](const Comparison& found) {
        return one_in_markdown(session, form, found, full);
    };
    return compared.of_plan ? output::set_markdown(compared.set, telling)
                            : telling(compared.set.comparisons.front());
}

// One line for each comparison, for where no more fits.
std::string in_lines(const Compared& compared) {
    const auto telling = [](const Comparison& found) {
        std::string line = output::diff_line(found, {});
        line.pop_back();
        return fmt::format("- {}\n", output::code(line));
    };
    return output::set_markdown(compared.set, telling);
}

std::string comment(const Session& session, const DiffForm& form, const Compared& compared) {
    std::vector<std::string> tellings;
    if (session.full) {
        tellings.push_back(in_markdown(session, form, compared, true));
    }
    tellings.push_back(in_markdown(session, form, compared, false));
    DiffForm plain = form;
    plain.text = false;
    tellings.push_back(in_markdown(session, plain, compared, false));
    tellings.push_back(in_lines(compared));
    return output::comment_markdown(form.comment, tellings);
}

output::Severity severity_of(const Gate& gate) {
    return {gate.stops_at(access::Verdict::broader),
            gate.stops_at(access::Verdict::narrower),
            gate.stops_at(access::Verdict::undecided)};
}

Result<void> check_comment(const Session& session, const std::string& name) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    constexpr std::size_t longest = 64;
    if (session.format != "markdown") {
        return failure("--comment is Markdown; add --format markdown");
    }
    // Two hyphens would end the marker where HTML is read strictly.
    if (name.size() > longest || name.find_first_not_of(letters) != std::string::npos ||
        name.find("--") != std::string::npos) {
        return failure(fmt::format(
            "`{}` is no name for a comment; write letters, digits, `.`, `_` and single `-`", name));
    }
    return {};
}

} // namespace

Result<void> check_form(const Session& session, const DiffForm& form, bool batch) {
    const bool for_tools = session.format != "text" && session.format != "markdown";
    if ((form.stat || form.text) && (for_tools || batch)) {
        return failure(
            batch || session.format == "json"
                ? "--stat and --text are for people; leave out --format json and --batch"
                : fmt::format("--stat and --text do not go with --format {}", session.format));
    }
    if ((form.stat || form.text) && !session.witness.empty() && session.format == "text") {
        return failure("--witness aws prints a script; leave out --stat and --text");
    }
    if (batch && session.format != "text" && session.format != "json") {
        return failure("--batch gives JSON; leave out --format");
    }
    return form.comment.empty() ? Result<void>() : check_comment(session, form.comment);
}

ExitStatus judge(const Compared& compared, const Gate& gate, const Session& session) {
    const ComparisonSet& set = compared.set;
    std::vector<std::string> stops; // what the gate stops at
    const auto look_at = [&](const std::vector<Comparison>& comparisons,
                             const std::vector<answers::Uncompared>& uncompared) {
        for (const Comparison& comparison : comparisons) {
            if (gate.stops(comparison.difference)) {
                stops.push_back(fmt::format("{} ({})",
                                            visible(comparison.name),
                                            name_of(comparison.difference.access.overall)));
            }
        }
        for (const answers::Uncompared& open : uncompared) {
            if (gate.stops_at_uncompared()) {
                stops.push_back(fmt::format("{} (not compared)", visible(open.subject)));
            }
        }
    };
    look_at(set.comparisons, set.uncompared);
    if (gate.fail_on_drift) {
        look_at(set.drifted, set.drifted_uncompared);
    }
    bool unreadable = false;
    for (const answers::Uncompared& open : set.uncompared) {
        if (open.unreadable) {
            unreadable = true;
            complain(fmt::format("{}: {}", open.subject, open.reason));
        }
    }
    const ExitStatus status =
        compared.of_plan ? gate.judge(stops, session) : gate.judge(!stops.empty(), session);
    return unreadable ? ExitStatus::trouble : status;
}

std::string told(const Session& session,
                 const DiffForm& form,
                 const Compared& compared,
                 const Outcome& outcome) {
    const ComparisonSet& set = compared.set;
    if (session.format == "json") {
        const bool simulated = !session.witness.empty();
        return compared.of_plan ? output::set_json(set, simulated)
                                : output::diff_json(set.comparisons.front(), simulated);
    }
    if (session.format == "sarif") {
        return output::sarif(set, severity_of(outcome.gate), static_cast<int>(outcome.status));
    }
    if (session.format == "github") {
        return output::annotations(set, severity_of(outcome.gate));
    }
    if (session.format == "html") {
        return output::difference_page(set);
    }
    if (session.format == "markdown") {
        return form.comment.empty() ? in_markdown(session, form, compared, session.full)
                                    : comment(session, form, compared);
    }
    const auto telling = [&](const Comparison& found) { return in_text(session, form, found); };
    return compared.of_plan ? output::set_text(set, session.style(), telling)
                            : telling(set.comparisons.front());
}

std::string failure_report(const Session& session, const Error& error) {
    if (session.format == "sarif") {
        return output::sarif_failure(error.message, static_cast<int>(ExitStatus::trouble));
    }
    return session.format == "github" ? output::failure_annotation(error.message) : std::string();
}

Result<void> add_step_summary(const Session& session, const Compared& compared) {
    const char* path = std::getenv("GITHUB_STEP_SUMMARY"); // NOLINT(concurrency-mt-unsafe)
    if (session.format != "github" || path == nullptr || *path == '\0') {
        return {};
    }
    const std::string whole = in_markdown(session, {}, compared, session.full);
    return append_to_file(path, whole.size() > longest_summary ? in_lines(compared) : whole + '\n');
}

} // namespace polhist::cli
