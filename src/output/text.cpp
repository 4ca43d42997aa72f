#include "output/text.h"

#include "core/printable.h"
#include "output/blocks.h"
#include "output/horizon.h"
#include "output/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace polhist::output {
namespace {

using access::Verdict;
using answers::Comparison;
using answers::Endpoint;

constexpr std::size_t names_in_a_heading = 4;
constexpr std::size_t items_in_a_group = 8;

std::string painted(const access::Access& access, const Style& style) {
    const std::string name = verdict_phrase(access);
    switch (access.overall) {
    case Verdict::equivalent:
        return style.dim(name);
    case Verdict::narrower:
        return style.removed(name);
    case Verdict::broader:
        return style.added(name);
    case Verdict::mixed:
    case Verdict::undecided:
        break;
    }
    return style.warning(name);
}

std::string headline(const Comparison& comparison, const Style& style) {
    const std::string name =
        comparison.name.empty() ? std::string() : style.bold(visible(comparison.name)) + "  ";
    return fmt::format("{}{} -> {}  {}  {}",
                       name,
                       visible(comparison.from.label),
                       visible(comparison.to.label),
                       painted(comparison.difference.access, style),
                       answers::summary(comparison.difference));
}

void append_endpoint(std::string& out, std::string_view side, const Endpoint& endpoint) {
    if (endpoint.version && endpoint.created) {
        out += fmt::format("  {:<5}{}, created {}\n",
                           side,
                           visible(*endpoint.version),
                           format_instant(*endpoint.created));
    }
}

void append_title(std::string& out, std::string_view title, const Style& style) {
    out += fmt::format("\n{}\n", style.bold(title));
}

ProofFold fold_of(const Style& style) {
    return style.full ? ProofFold{} : ProofFold{items_in_a_group, names_in_a_heading};
}

// `margin` spaces before each line.
void append_proof(std::string& out,
                  const std::vector<Sentence>& sentences,
                  std::size_t margin,
                  const Style& style) {
    for (const auto& [sign, sentence] : sentences) {
        std::string text = wrapped(sentence, margin, style.width, 2);
        if (sign == '?') {
            text.pop_back();
            out += style.warning(text) + '\n';
        } else {
            out += style.signed_text(sign, text);
        }
    }
}

// Items of one service and sign past the limit are counted, not shown.
void append_items(std::string& out, const std::vector<Item>& items, const Style& style) {
    std::map<std::pair<char, std::string>, std::size_t> totals;
    for (const Item& item : items) {
        ++totals[{item.sign, item.service}];
    }
    std::map<std::pair<char, std::string>, std::size_t> shown;
    for (const Item& item : items) {
        const std::pair key{item.sign, item.service};
        const std::size_t total = totals[key];
        const std::size_t limit =
            style.full || total <= items_in_a_group + 1 ? total : items_in_a_group;
        const std::size_t number = ++shown[key];
        if (number <= limit) {
            const std::string text = fmt::format("{} {}", item.sign, item.text);
            out += style.signed_text(item.sign, wrapped(text, 4, style.width, 2));
        }
        if (number == limit && limit < total) {
            out += fmt::format("    {} … and {} more{}\n",
                               item.sign,
                               total - limit,
                               item.service.empty() ? "" : " of " + visible(item.service));
        }
    }
}

void append_sections(std::string& out, const Comparison& comparison, const Style& style) {
    for (const Section& section :
         sections_of(comparison.difference, plain, style.full ? 0 : names_in_a_heading)) {
        append_title(out, section.title, style);
        for (const Block& block : section.blocks) {
            out += wrapped(block.heading, 2, style.width, 2);
            append_items(out, block.items, style);
        }
    }
}

void append_documented(std::string& out, const ledger::Update& update, const Style& style) {
    append_title(out, fmt::format("Documented {}", update.date), style);
    out += wrapped(visible(update.description), 2, style.width);
}

std::string optional_date(const std::optional<Instant>& instant) {
    return instant ? format_date(*instant) : "-";
}

std::string_view sign_of(diff::LineKind kind) {
    return kind == diff::LineKind::added ? "+" : (kind == diff::LineKind::removed ? "-" : " ");
}

std::string hunk_label(const diff::Hunk& hunk) {
    if (hunk.before == nullptr && hunk.after == nullptr) {
        return "document";
    }
    if (hunk.before == nullptr) {
        return statement_phrase(*hunk.after, plain) + " added";
    }
    if (hunk.after == nullptr) {
        return statement_phrase(*hunk.before, plain) + " removed";
    }
    const std::string before = statement_phrase(*hunk.before, plain);
    const std::string after = statement_phrase(*hunk.after, plain);
    return before == after ? after : fmt::format("{} -> {}", before, after);
}

// Lines within three of a change are shown, runs of others become `…`.
void append_hunk(std::string& out, const diff::Hunk& hunk, const Style& style) {
    constexpr std::size_t context = 3;
    out += style.dim(fmt::format("@@ {} @@", hunk_label(hunk))) + '\n';
    std::vector<bool> near(hunk.lines.size(), style.full);
    for (std::size_t i = 0; i < hunk.lines.size(); ++i) {
        if (hunk.lines[i].kind != diff::LineKind::context) {
            const std::size_t first = i - std::min(i, context);
            const std::size_t last = std::min(i + context, hunk.lines.size() - 1);
            std::fill(near.begin() + static_cast<std::ptrdiff_t>(first),
                      near.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                      true);
        }
    }
    for (std::size_t i = 0; i < hunk.lines.size(); ++i) {
        const auto& [kind, text] = hunk.lines[i];
        if (near[i]) {
            const std::string line = fmt::format("{}{}", sign_of(kind), text);
            out += kind == diff::LineKind::context
                       ? line
                       : style.signed_text(kind == diff::LineKind::added ? '+' : '-', line);
            out += '\n';
        } else if (i == 0 || near[i - 1]) {
            out += style.dim(" …") + '\n';
        }
    }
}

} // namespace

std::string diff_line(const Comparison& comparison, const Style& style) {
    return headline(comparison, style) + '\n';
}

std::string diff_text(const Comparison& comparison, const Style& style) {
    std::string out = headline(comparison, style) + '\n';
    append_endpoint(out, "from", comparison.from);
    append_endpoint(out, "to", comparison.to);
    const auto proof = proof_of(comparison.difference, plain, fold_of(style));
    if (!proof.empty()) {
        append_title(out, "Access", style);
        append_proof(out, proof, 2, style);
    }
    append_sections(out, comparison, style);
    for (const ledger::Update& update : comparison.documented) {
        append_documented(out, update, style);
    }
    return out;
}

std::string text_difference(const Comparison& comparison, const Style& style) {
    const diff::TextDifference difference =
        diff::compare_text(*comparison.from.document, *comparison.to.document);
    std::string out = fmt::format("--- {} (canonical)\n+++ {} (canonical)\n",
                                  visible(comparison.from.label),
                                  visible(comparison.to.label));
    for (const diff::Hunk& hunk : difference.hunks) {
        append_hunk(out, hunk, style);
    }
    return out +
           style.dim(fmt::format("({} unchanged statement{} not shown)",
                                 difference.unchanged,
                                 difference.unchanged == 1 ? "" : "s")) +
           '\n';
}

std::string list_text(const answers::Listing& listing, const Style& style) {
    std::size_t width = 6;
    for (const answers::ListedPolicy& policy : listing.policies) {
        width = std::max(width, columns(visible(policy.name)));
    }
    std::string out = style.bold(fmt::format("{:<{}}  {:>8}  {:<10}  {:<10}  {}",
                                             "Policy",
                                             width,
                                             "Versions",
                                             "First",
                                             "Latest",
                                             "Current"));
    out += '\n';
    for (const answers::ListedPolicy& policy : listing.policies) {
        out += fmt::format("{:<{}}  {:>8}  {:<10}  {:<10}  {}\n",
                           visible(policy.name),
                           width,
                           policy.versions,
                           optional_date(policy.first),
                           optional_date(policy.latest),
                           policy.withdrawn
                               ? "withdrawn by " + format_date(*policy.withdrawn)
                               : (policy.current.empty() ? "-" : visible(policy.current)));
    }
    return out + horizon_text(listing.horizon);
}

std::string
log_text(const timeline::History& history, const answers::Log& log, const Style& style) {
    std::string out = style.bold(visible(history.name));
    out += history.arn.empty() ? "\n" : "  " + visible(history.arn) + '\n';
    auto withdrawal = log.withdrawals.begin();
    const auto add_withdrawals = [&](const std::optional<Instant>& down_to) {
        for (; withdrawal != log.withdrawals.end() && (!down_to || *withdrawal >= *down_to);
             ++withdrawal) {
            out += fmt::format("{}  -      withdrawn\n", format_date(*withdrawal));
        }
    };
    for (const answers::LogEntry& entry : log.entries) {
        const std::string_view event = words_of(entry.state->event);
        add_withdrawals(entry.state->since);
        out +=
            fmt::format("{}  {:<5}", format_date(entry.state->since), visible(entry.version->id));
        out += event.empty() ? "" : fmt::format("  {}", event);
        if (entry.step) {
            out += fmt::format("  {}  {}", painted(entry.step->access, style), entry.step->summary);
        } else {
            out += "  first version known";
        }
        out += entry.version->seen ? "\n" : "  (not seen in force)\n";
        if (entry.step) {
            append_proof(out, proof_of(*entry.step, plain, fold_of(style)), 4, style);
        }
    }
    add_withdrawals(std::nullopt);
    out += log.entries.empty() ? "no state in force to tell of\n" : "";
    for (const std::string& note : log.notes) {
        out += wrapped("note: " + visible(note), 0, style.width);
    }
    return out + horizon_text(log.horizon);
}

std::string changelog_text(const answers::Changelog& changelog, const Style& style) {
    std::string out;
    for (const answers::ChangelogDay& day : changelog.days) {
        out += fmt::format("{}{}\n", out.empty() ? "" : "\n", style.bold(day.date));
        for (const answers::ChangelogEntry& entry : day.entries) {
            if (!entry.step) {
                out += fmt::format("{}  {}  first version known\n",
                                   visible(entry.policy),
                                   visible(entry.version.label));
                continue;
            }
            out += headline(*entry.step, style);
            out += entry.is_withdrawal ? "  withdrawn\n" : "\n";
            append_proof(out, proof_of(entry.step->difference, plain, fold_of(style)), 2, style);
            append_sections(out, *entry.step, style);
            for (const ledger::Update& update : entry.step->documented) {
                append_documented(out, update, style);
            }
        }
        for (const ledger::Update& update : day.unmatched) {
            append_documented(out, update, style);
        }
    }
    out += out.empty() ? "no change in this time\n" : "\n";
    return out + horizon_text(changelog.horizon);
}

std::string audit_text(std::span<const ledger::Finding> findings,
                       const answers::Horizon& horizon,
                       const Style& style) {
    std::string out;
    std::string_view policy;
    for (const ledger::Finding& finding : findings) {
        if (finding.policy != policy) {
            out +=
                fmt::format("{}{}\n", out.empty() ? "" : "\n", style.bold(visible(finding.policy)));
            policy = finding.policy;
        }
        const std::string date = finding.date.empty() ? "" : " " + finding.date;
        out += fmt::format("  {}{}  {}\n",
                           style.warning(ledger::name_of(finding.kind)),
                           date,
                           visible(finding.subject));
        out += wrapped(visible(finding.message), 6, style.width);
    }
    out += out.empty() ? "nothing found\n" : "\n";
    return out + horizon_text(horizon);
}

} // namespace polhist::output
