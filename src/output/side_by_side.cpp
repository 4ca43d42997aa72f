#include "output/side_by_side.h"

#include "diff/text.h"
#include "output/html.h"
#include "output/phrase.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::output {
namespace {

using diff::Hunk;
using diff::Line;
using diff::LineKind;

// Equal lines shown on either side of a change.
constexpr std::size_t context = 4;

// What stands in one row of the table; either may be missing.
struct Row {
    const Line* before = nullptr;
    const Line* after = nullptr;
    bool same = false;
};

// Within a run of changes, the first that went stands beside the first that came, and so on.
std::vector<Row> rows_of(const std::vector<Line>& lines) {
    std::vector<Row> rows;
    std::size_t at = 0;
    while (at < lines.size()) {
        if (lines[at].kind == LineKind::context) {
            rows.push_back({&lines[at], &lines[at], true});
            ++at;
            continue;
        }
        std::vector<const Line*> went;
        std::vector<const Line*> came;
        for (; at < lines.size() && lines[at].kind != LineKind::context; ++at) {
            (lines[at].kind == LineKind::removed ? went : came).push_back(&lines[at]);
        }
        for (std::size_t i = 0; i < std::max(went.size(), came.size()); ++i) {
            rows.push_back(
                {i < went.size() ? went[i] : nullptr, i < came.size() ? came[i] : nullptr, false});
        }
    }
    return rows;
}

std::string cell(const Line* line, bool same, std::string_view change) {
    if (line == nullptr) {
        return "<td class=\"none\"></td>";
    }
    if (same) {
        return fmt::format("<td class=\"same\">{}</td>", html(line->text));
    }
    const bool went = change == "went";
    return fmt::format(
        "<td class=\"{0}\"><{1}>{2}</{1}></td>", change, went ? "del" : "ins", html(line->text));
}

// Which rows are far from every change; none where nothing changed.
std::vector<bool> near_changes(const std::vector<Row>& rows) {
    const bool none =
        std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.same; });
    std::vector<bool> near(rows.size(), none);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].same) {
            const std::size_t end = std::min(i + context + 1, rows.size());
            std::fill(near.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, context)),
                      near.begin() + static_cast<std::ptrdiff_t>(end),
                      true);
        }
    }
    return near;
}

std::string table_of(const Hunk& hunk, const answers::Comparison& comparison) {
    std::string out = fmt::format("<table class=\"sides code\">\n<thead><tr><th scope=\"col\">{}"
                                  "</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
                                  html(comparison.from.label),
                                  html(comparison.to.label));
    const std::vector<Row> rows = rows_of(hunk.lines);
    const std::vector<bool> near = near_changes(rows);
    for (std::size_t i = 0; i < rows.size();) {
        if (near[i]) {
            out += fmt::format("<tr>{}{}</tr>\n",
                               cell(rows[i].before, rows[i].same, "went"),
                               cell(rows[i].after, rows[i].same, "came"));
            ++i;
            continue;
        }
        const std::size_t start = i;
        while (i < rows.size() && !near[i]) {
            ++i;
        }
        out += fmt::format("<tr class=\"gap\"><td colspan=\"2\">{} equal line{}</td></tr>\n",
                           i - start,
                           i - start == 1 ? "" : "s");
    }
    return out + "</tbody>\n</table>\n";
}

std::string name_of(const Hunk& hunk) {
    if (hunk.before == nullptr && hunk.after == nullptr) {
        return "Version and Id";
    }
    if (hunk.before == nullptr || hunk.after == nullptr) {
        return statement_phrase(*(hunk.before == nullptr ? hunk.after : hunk.before), marked_up);
    }
    const std::string before = statement_phrase(*hunk.before, marked_up);
    const std::string after = statement_phrase(*hunk.after, marked_up);
    return before == after ? after : fmt::format("{} → {}", before, after);
}

bool is_unchanged(const Hunk& hunk) {
    return std::all_of(hunk.lines.begin(), hunk.lines.end(), [](const Line& line) {
        return line.kind == LineKind::context;
    });
}

std::string_view fate_of(const Hunk& hunk) {
    if (is_unchanged(hunk)) {
        return "unchanged";
    }
    if (hunk.before == nullptr && hunk.after != nullptr) {
        return "added";
    }
    return hunk.after == nullptr && hunk.before != nullptr ? "removed" : "changed";
}

} // namespace

std::string side_by_side(const answers::Comparison& comparison, bool unchanged) {
    const diff::TextDifference difference =
        diff::compare_text(*comparison.from.document,
                           *comparison.to.document,
                           unchanged ? diff::Hunks::all : diff::Hunks::changed);
    std::string out;
    for (const Hunk& hunk : difference.hunks) {
        out += fmt::format("<details{}>\n<summary>{} <span class=\"note\">{}</span></summary>\n{}"
                           "</details>\n",
                           is_unchanged(hunk) ? "" : " open",
                           name_of(hunk),
                           fate_of(hunk),
                           table_of(hunk, comparison));
    }
    if (!unchanged && difference.unchanged != 0) {
        out += fmt::format("<p class=\"facts\">{} statement{} unchanged</p>\n",
                           difference.unchanged,
                           difference.unchanged == 1 ? " is" : "s are");
    }
    return out;
}

} // namespace polhist::output
