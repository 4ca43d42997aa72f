#include "output/difference_page.h"

#include "output/blocks.h"
#include "output/html.h"
#include "output/proof.h"
#include "output/side_by_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace polhist::output {
namespace {

using answers::Comparison;
using answers::Endpoint;

// Lists longer than this are folded past their first items.
constexpr std::size_t items_shown = 12;
constexpr std::size_t names_in_a_heading = 6;

std::string heading(int level, std::string_view text) {
    return fmt::format("<h{0}>{1}</h{0}>\n", level, text);
}

std::string endpoint_facts(const Endpoint& endpoint) {
    if (!endpoint.created) {
        return "";
    }
    const std::string instant = format_instant(*endpoint.created);
    return fmt::format("<code>{}</code> created <time datetime=\"{}\">{}</time>",
                       html(endpoint.label),
                       instant,
                       instant);
}

std::string facts(const Comparison& comparison) {
    std::string out;
    for (const std::string& fact : {comparison.arn.empty() ? "" : marked_up(comparison.arn),
                                    endpoint_facts(comparison.from),
                                    endpoint_facts(comparison.to)}) {
        if (!fact.empty()) {
            out += fmt::format("<p class=\"facts\">{}</p>\n", fact);
        }
    }
    return out;
}

// Items past the first few stand in a part that can be opened.
std::string folded_list(std::string_view kind, const std::vector<std::string>& items) {
    const bool fold = items.size() > items_shown + 1;
    const std::size_t shown = fold ? items_shown : items.size();
    std::string out = fmt::format("<ul class=\"{}\">\n", kind);
    for (std::size_t i = 0; i < shown; ++i) {
        out += items[i];
    }
    out += "</ul>\n";
    if (fold) {
        out += fmt::format("<details>\n<summary>and {} more</summary>\n<ul class=\"{}\">\n",
                           items.size() - shown,
                           kind);
        for (std::size_t i = shown; i < items.size(); ++i) {
            out += items[i];
        }
        out += "</ul>\n</details>\n";
    }
    return out;
}

std::string title_of(diff::AccessMove move) {
    std::string title(name_of(move));
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    return title;
}

// A list for each move, under its heading.
std::string proof_lists(const diff::Difference& difference, int level) {
    const std::vector<diff::AccessChange> changes = diff::access_changes(difference);
    std::string out;
    for (auto first = changes.begin(); first != changes.end();) {
        const diff::AccessMove move = first->move;
        const std::string_view kind = diff::widens(move) ? "gained" : "lost";
        std::vector<std::string> items;
        for (; first != changes.end() && first->move == move; ++first) {
            items.push_back(fmt::format("<li class=\"{}\">{}</li>\n",
                                        kind,
                                        change_phrase(*first, marked_up, names_in_a_heading)));
        }
        out += heading(level, title_of(move)) + folded_list("proof", items);
    }
    return out;
}

std::string access_part(const diff::Difference& difference, int level) {
    std::string out = proof_lists(difference, level);
    std::vector<std::string> doubts;
    for (const access::Doubt* doubt : diff::doubts_of(difference.access)) {
        doubts.push_back(
            fmt::format("<li class=\"doubt\">{}</li>\n", doubt_phrase(*doubt, marked_up)));
    }
    if (!doubts.empty()) {
        out += heading(level, "Not decided") + folded_list("proof", doubts);
    }
    if (out.empty()) {
        out = heading(level, "Access") + "<p>Every request that one version allows or denies, the "
                                         "other allows or denies too.</p>\n";
    }
    return out;
}

std::string item_of(const Item& item) {
    const bool came = item.sign == '+';
    return fmt::format("<li class=\"{0}\"><{1}><span class=\"unseen\">{2} </span>{3}</{1}></li>\n",
                       came ? "came" : "went",
                       came ? "ins" : "del",
                       came ? "added" : "removed",
                       item.text);
}

std::string sections(const Comparison& comparison, int level) {
    std::string out;
    for (const Section& section :
         sections_of(comparison.difference, marked_up, names_in_a_heading)) {
        out += heading(level, section.title);
        for (const Block& block : section.blocks) {
            std::vector<std::string> items;
            for (const Item& item : block.items) {
                items.push_back(item_of(item));
            }
            out += heading(level + 1, block.heading) + folded_list("changes", items);
        }
    }
    return out;
}

std::string documented(const Comparison& comparison, int level) {
    std::string out;
    for (const ledger::Update& update : comparison.documented) {
        out += out.empty() ? heading(level, "Documented") : "";
        out += fmt::format("<blockquote><p>{}</p><p class=\"facts\"><time datetime=\"{}\">{}"
                           "</time></p></blockquote>\n",
                           html(update.description),
                           html(update.date),
                           html(update.date));
    }
    return out;
}

std::string title_of(const Comparison& comparison) {
    return fmt::format("{}{}{} → {}: {}",
                       comparison.name,
                       comparison.name.empty() ? "" : " ",
                       comparison.from.label,
                       comparison.to.label,
                       verdict_phrase(comparison.difference.access));
}

std::string not_compared(const std::vector<answers::Uncompared>& uncompared) {
    std::vector<std::string> items;
    for (const answers::Uncompared& open : uncompared) {
        items.push_back(fmt::format(
            "<li class=\"doubt\">{}: {}</li>\n", marked_up(open.subject), html(open.reason)));
    }
    return items.empty() ? "" : heading(2, "Not compared") + folded_list("proof", items);
}

// Comparisons that changed something, counting those that did not.
std::string changes(const std::vector<Comparison>& comparisons, std::size_t& quiet) {
    std::string out;
    for (const Comparison& comparison : comparisons) {
        if (diff::is_quiet(comparison.difference)) {
            ++quiet;
        } else {
            out += "<hr>\n" + difference_headline(comparison, 2) +
                   difference_tellings(comparison, 3) + difference_documents(comparison, 3, true);
        }
    }
    return out;
}

// The policies of a plan: those that changed, and how many did not; apart, what changed outside.
std::string plan_body(const answers::ComparisonSet& set) {
    std::size_t quiet = 0;
    std::string out = heading(1, "Changes of policies") + changes(set.comparisons, quiet) +
                      not_compared(set.uncompared) +
                      fmt::format("<p class=\"facts\">{} unchanged</p>\n", quiet);
    const std::string drift = changes(set.drifted, quiet) + not_compared(set.drifted_uncompared);
    return drift.empty() ? out : out + heading(1, "Changed outside of this plan (drift)") + drift;
}

} // namespace

std::string verdict_badge(access::Verdict verdict) {
    return fmt::format("<span class=\"verdict {0}\">{0}</span>", name_of(verdict));
}

std::string verdict_badge(access::Verdict overall, std::string_view words) {
    return fmt::format("<span class=\"verdict {}\">{}</span>", name_of(overall), words);
}

std::string difference_headline(const Comparison& comparison, int level) {
    const access::Access& access = comparison.difference.access;
    const std::string name =
        comparison.name.empty() ? "" : fmt::format("{} ", html(comparison.name));
    return fmt::format("<header class=\"card headline {0}\">\n"
                       "<h{1}>{2}<span class=\"arrow\">{3} → {4}</span></h{1}>\n"
                       "<p>{5} <span class=\"says\">{6}</span></p>\n{7}</header>\n",
                       name_of(access.overall),
                       level,
                       name,
                       html(comparison.from.label),
                       html(comparison.to.label),
                       verdict_badge(access.overall, verdict_phrase(access)),
                       html(answers::summary(comparison.difference)),
                       facts(comparison));
}

std::string difference_tellings(const Comparison& comparison, int level) {
    return access_part(comparison.difference, level) + documented(comparison, level) +
           sections(comparison, level);
}

std::string difference_documents(const Comparison& comparison, int level, bool whole) {
    const std::string sides = side_by_side(comparison, whole);
    return sides.empty() ? "" : heading(level, "Documents") + sides;
}

std::string difference_page(const answers::ComparisonSet& set) {
    const bool more =
        !set.uncompared.empty() || !set.drifted.empty() || !set.drifted_uncompared.empty();
    if (set.comparisons.size() != 1 || more) {
        return lone_page("Changes of policies", plan_body(set));
    }
    const Comparison& comparison = set.comparisons.front();
    return lone_page(title_of(comparison),
                     difference_headline(comparison, 1) + difference_tellings(comparison, 2) +
                         difference_documents(comparison, 2, true));
}

} // namespace polhist::output
