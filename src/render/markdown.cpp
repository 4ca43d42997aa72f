#include "render/markdown.h"

#include "core/printable.h"
#include "render/blocks.h"
#include "render/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::render {
namespace {

using answers::ChangelogDay;
using answers::ChangelogEntry;
using answers::Comparison;
using Words = std::vector<std::string>;

constexpr std::size_t names_shown = 8;

std::string_view word_for(char sign) {
    return sign == '+' ? "added" : "removed";
}

std::string arrow(const Comparison& comparison) {
    return fmt::format("{} → {}", code(comparison.from.label), code(comparison.to.label));
}

// What new allows and old does not (`+`), or the other way round (`-`).
void append_witnesses(std::string& out, char sign, const std::vector<access::Witness>& witnesses) {
    if (witnesses.empty()) {
        return;
    }
    const std::string_view across = sign == '+' ? "old" : "new";
    out += fmt::format("\n{}:\n\n", sign == '+' ? "Now allowed" : "No longer allowed");
    for (const access::Witness& witness : witnesses) {
        out += fmt::format("- {}\n", witness_phrase(witness, across, code));
    }
}

void append_doubts(std::string& out, const std::vector<access::Doubt>& doubts) {
    if (doubts.empty()) {
        return;
    }
    out += "\nNot decided:\n\n";
    for (const access::Doubt& doubt : doubts) {
        out += fmt::format("- {} of the {} document: {}\n",
                           statement_phrase(*doubt.statement, code),
                           name_of(doubt.side),
                           escaped(doubt.reason));
    }
}

// The texts of a block's items with one sign.
Words items_with(const Block& block, char sign) {
    Words texts;
    for (const Item& item : block.items) {
        if (item.sign == sign) {
            texts.push_back(item.text);
        }
    }
    return texts;
}

// `margin` spaces before each bullet. Long lists are folded past `limit` names.
void append_block(std::string& out, const Block& block, std::size_t margin, std::size_t limit) {
    const std::string indent(margin, ' ');
    out += fmt::format("{}- {}\n", indent, block.heading);
    for (const char sign : {'-', '+'}) {
        const Words texts = items_with(block, sign);
        if (!texts.empty()) {
            out += fmt::format("{}  - {} {}\n", indent, word_for(sign), joined(texts, limit));
        }
    }
}

std::string quoted_update(const ledger::Update& update) {
    return fmt::format("Documented {}: “{}”", update.date, escaped(update.description));
}

std::string versions_of(const ChangelogEntry& entry) {
    return entry.step ? arrow(*entry.step) : code(entry.version.label);
}

// The bullets of one entry under one of the changelog's headings; `limit` folds long lists.
class EntryBullets {
public:
    EntryBullets(const ChangelogEntry& entry, std::size_t limit) : entry_(entry), limit_(limit) {
        if (entry.step) {
            sections_ = sections_of(entry.step->difference, code, limit);
        }
    }

    [[nodiscard]] std::string added() const {
        return entry_.step ? actions('+') : "  - first version known\n";
    }

    [[nodiscard]] std::string removed() const { return entry_.step ? actions('-') : ""; }

    [[nodiscard]] std::string changed() const {
        std::string out;
        for (const Section& section : sections_) {
            if (section.title != "Actions") {
                for (const Block& block : section.blocks) {
                    append_block(out, block, 2, limit_);
                }
            }
        }
        const bool nothing = entry_.step && sections_.empty();
        return nothing ? "  - the grants are the same\n" : out;
    }

private:
    [[nodiscard]] std::string actions(char sign) const {
        std::string out;
        for (const Section& section : sections_) {
            for (const Block& block : section.blocks) {
                const Words texts = items_with(block, sign);
                if (section.title == "Actions" && !texts.empty()) {
                    out += fmt::format("  - {}: {}\n", block.heading, joined(texts, limit_));
                }
            }
        }
        return out;
    }

    const ChangelogEntry& entry_;
    std::size_t limit_;
    std::vector<Section> sections_;
};

std::string security_line(const ChangelogEntry& entry) {
    const access::Access& access = entry.step->difference.access;
    Words requests;
    for (const access::Witness& witness : access.gained) {
        requests.push_back(request_phrase(witness.request, code));
    }
    return fmt::format("- **{}** {} is **{}**{}\n",
                       escaped(entry.policy),
                       arrow(*entry.step),
                       name_of(access.verdict),
                       requests.empty() ? "" : ": now allowed is " + joined(requests, names_shown));
}

bool widens(const ChangelogEntry& entry) {
    if (!entry.step) {
        return false;
    }
    const access::Verdict verdict = entry.step->difference.access.verdict;
    return verdict == access::Verdict::broader || verdict == access::Verdict::mixed;
}

using Told = std::vector<const ChangelogEntry*>;

// One heading of a day. The documented reason stands at the first mention of an entry.
void append_heading(std::string& out,
                    std::string_view title,
                    const ChangelogDay& day,
                    std::string (*bullets_of)(const EntryBullets&),
                    std::pair<std::size_t, Told&> fold_and_told) {
    auto& [limit, told] = fold_and_told;
    std::string body;
    for (const ChangelogEntry& entry : day.entries) {
        const std::string bullets = bullets_of(EntryBullets(entry, limit));
        if (bullets.empty()) {
            continue;
        }
        body += fmt::format("- **{}** {}\n{}", escaped(entry.policy), versions_of(entry), bullets);
        if (entry.step && std::ranges::find(told, &entry) == told.end()) {
            told.push_back(&entry);
            for (const ledger::Update& update : entry.step->documented) {
                body += fmt::format("  - {}\n", quoted_update(update));
            }
        }
    }
    if (!body.empty()) {
        out += fmt::format("\n### {}\n\n{}", title, body);
    }
}

void append_day(std::string& out, const ChangelogDay& day, std::size_t limit) {
    out += fmt::format("\n## {}\n", day.date);
    std::string security;
    for (const ChangelogEntry& entry : day.entries) {
        security += widens(entry) ? security_line(entry) : "";
    }
    if (!security.empty()) {
        out += "\n### Security\n\n" + security;
    }
    Told told;
    const std::pair<std::size_t, Told&> state{limit, told};
    append_heading(
        out, "Added", day, [](const EntryBullets& b) { return b.added(); }, state);
    append_heading(
        out, "Changed", day, [](const EntryBullets& b) { return b.changed(); }, state);
    append_heading(
        out, "Removed", day, [](const EntryBullets& b) { return b.removed(); }, state);
    if (!day.unmatched.empty()) {
        out += "\n### Documented\n\n";
        for (const ledger::Update& update : day.unmatched) {
            const std::string policy =
                update.policy.empty() ? "" : fmt::format("**{}**: ", escaped(update.policy));
            out += fmt::format("- {}{}\n", policy, escaped(update.description));
        }
    }
}

// A cell of a table: code spans may hold `|`, which would end the cell.
std::string cell(std::string_view literal) {
    if (literal.empty()) {
        return "";
    }
    std::string text;
    for (const char c : code(literal)) {
        text += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return text;
}

std::string optional_date(const std::optional<Instant>& instant) {
    return instant ? format_date(*instant) : "";
}

} // namespace

std::string escaped(std::string_view prose) {
    constexpr std::string_view special = "\\`*_{}[]<>()#+!|~&";
    std::string text;
    for (const char c : visible(prose)) {
        if (special.find(c) != std::string_view::npos) {
            text += '\\';
        }
        text += c;
    }
    return text;
}

std::string fenced(std::string_view language, std::string_view text) {
    std::string fence = "```";
    while (text.find(fence) != std::string::npos) {
        fence += '`';
    }
    return fmt::format("{0}{1}\n{2}{0}\n", fence, language, text);
}

std::string diff_markdown(const Comparison& comparison, bool full) {
    const std::size_t limit = full ? 0 : names_shown;
    const access::Access& access = comparison.difference.access;
    const std::string name =
        comparison.name.empty() ? "" : fmt::format("{}: ", escaped(comparison.name));
    std::string out = fmt::format("## {}{}\n\n", name, arrow(comparison));
    out += fmt::format(
        "**{}**, {}\n", name_of(access.verdict), answers::summary(comparison.difference));
    append_witnesses(out, '+', access.gained);
    append_witnesses(out, '-', access.lost);
    append_doubts(out, access.doubts);
    for (const Section& section : sections_of(comparison.difference, code, limit)) {
        out += fmt::format("\n### {}\n\n", section.title);
        for (const Block& block : section.blocks) {
            append_block(out, block, 0, limit);
        }
    }
    for (const ledger::Update& update : comparison.documented) {
        out += fmt::format("\n> {}\n", quoted_update(update));
    }
    return out;
}

std::string text_difference_markdown(const Comparison& comparison) {
    return '\n' + fenced("diff", text_difference(comparison, Style{}));
}

std::string changelog_markdown(std::span<const ChangelogDay> days, bool full) {
    std::string out = "# Changelog of permissions\n\n"
                      "What changed between versions of IAM policies, newest first. Written by "
                      "`polhist changelog` from the documents themselves; quoted is what their "
                      "owner documented.\n";
    for (const ChangelogDay& day : days) {
        append_day(out, day, full ? 0 : names_shown);
    }
    return out;
}

std::string list_markdown(std::span<const answers::ListedPolicy> policies) {
    std::string out = "| Policy | Versions | First | Latest | Current |\n"
                      "| --- | ---: | --- | --- | --- |\n";
    for (const answers::ListedPolicy& policy : policies) {
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           cell(policy.name),
                           policy.versions,
                           optional_date(policy.first),
                           optional_date(policy.latest),
                           cell(policy.current));
    }
    return out;
}

std::string log_markdown(const timeline::History& history, const answers::Log& log) {
    std::string out = fmt::format("## {}\n\n"
                                  "| In force since | Version | Verdict | Change |\n"
                                  "| --- | --- | --- | --- |\n",
                                  escaped(history.name));
    for (const answers::LogEntry& entry : log.entries) {
        const diff::Difference* step = entry.step ? &entry.step->difference : nullptr;
        out += fmt::format("| {} | {} | {} | {} |\n",
                           format_date(entry.state->since),
                           cell(entry.version->id),
                           step == nullptr ? "" : name_of(step->access.verdict),
                           step == nullptr ? "first version known" : answers::summary(*step));
    }
    for (const std::string& note : log.notes) {
        out += fmt::format("\n{}\n", escaped(note));
    }
    return out;
}

std::string audit_markdown(std::span<const ledger::Finding> findings) {
    std::string out = "| Policy | Date | Kind | Subject | Finding |\n"
                      "| --- | --- | --- | --- | --- |\n";
    for (const ledger::Finding& finding : findings) {
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           cell(finding.policy),
                           finding.date,
                           ledger::name_of(finding.kind),
                           cell(finding.subject),
                           escaped(finding.message));
    }
    return out;
}

} // namespace polhist::render
