#include "output/markdown.h"

#include "core/printable.h"
#include "output/blocks.h"
#include "output/horizon.h"
#include "output/proof.h"
#include "output/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace polhist::output {
namespace {

using answers::ChangelogDay;
using answers::ChangelogEntry;
using answers::Comparison;
using Words = std::vector<std::string>;

constexpr std::size_t names_shown = 8;

std::string_view word_for(char sign) {
    return sign == '+' ? "added" : "removed";
}

std::string arrow(std::string_view from, std::string_view to) {
    return fmt::format("{} → {}", code(from), code(to));
}

std::string arrow(const Comparison& comparison) {
    return arrow(comparison.from.label, comparison.to.label);
}

std::string bullets(const std::vector<Sentence>& sentences, std::size_t margin) {
    std::string out;
    for (const Sentence& sentence : sentences) {
        out += fmt::format("{}- {}\n", std::string(margin, ' '), sentence.text);
    }
    return out;
}

ProofFold fold_of(bool full) {
    return full ? ProofFold{} : ProofFold{names_shown, names_shown};
}

std::string proof_bullets(const Comparison& comparison, std::size_t limit, std::size_t margin) {
    return bullets(proof_of(comparison.difference, code, {limit, limit}), margin);
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
        if (entry_.is_withdrawal) {
            return "";
        }
        return entry_.step ? actions('+') : "  - first version known\n";
    }

    [[nodiscard]] std::string removed() const {
        const std::string withdrawn = entry_.is_withdrawal ? "  - the policy is withdrawn\n" : "";
        return entry_.step ? withdrawn + actions('-') : "";
    }

    [[nodiscard]] std::string changed() const {
        if (entry_.is_withdrawal) {
            return "";
        }
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

std::string verdict_of(const ChangelogEntry& entry) {
    return fmt::format("**{}**", verdict_phrase(entry.step->difference.access));
}

// What may make access broader stands under Security, with its proof.
std::string security_lines(const ChangelogEntry& entry, std::size_t limit) {
    return fmt::format("- **{}** {} is {}\n{}",
                       escaped(entry.policy),
                       arrow(*entry.step),
                       verdict_of(entry),
                       proof_bullets(*entry.step, limit, 2));
}

// What is not proven not to do so may.
bool may_widen(const ChangelogEntry& entry) {
    if (!entry.step) {
        return false;
    }
    const access::Verdict verdict = entry.step->difference.access.overall;
    return verdict == access::Verdict::broader || verdict == access::Verdict::mixed ||
           verdict == access::Verdict::undecided;
}

// The verdict of an entry that has not stood under Security.
std::string verdict_lines(const ChangelogEntry& entry, std::size_t limit) {
    return may_widen(entry)
               ? ""
               : fmt::format("  - {}\n", verdict_of(entry)) + proof_bullets(*entry.step, limit, 4);
}

using Told = std::vector<const ChangelogEntry*>;

// One heading of a day. Verdict and documented reason stand at the first mention of an entry.
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
            body += verdict_lines(entry, limit);
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
        security += may_widen(entry) ? security_lines(entry, limit) : "";
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

std::string fenced(std::string_view language, std::string_view text) {
    std::string fence = "```";
    while (text.find(fence) != std::string::npos) {
        fence += '`';
    }
    return fmt::format("{0}{1}\n{2}{0}\n", fence, language, text);
}

std::string diff_markdown(const Comparison& comparison, bool full) {
    const std::size_t limit = full ? 0 : names_shown;
    const std::string name =
        comparison.name.empty() ? "" : fmt::format("{}: ", escaped(comparison.name));
    std::string out = fmt::format("## {}{}\n\n", name, arrow(comparison));
    out += fmt::format("**{}**, {}\n",
                       verdict_phrase(comparison.difference.access),
                       answers::summary(comparison.difference));
    const std::string proof = proof_bullets(comparison, limit, 0);
    out += proof.empty() ? "" : "\n### Access\n\n" + proof;
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

std::string list_markdown(const answers::Listing& listing) {
    std::string out = "| Policy | Versions | First | Latest | Current |\n"
                      "| --- | ---: | --- | --- | --- |\n";
    for (const answers::ListedPolicy& policy : listing.policies) {
        out += fmt::format("| {} | {} | {} | {} | {} |\n",
                           cell(policy.name),
                           policy.versions,
                           optional_date(policy.first),
                           optional_date(policy.latest),
                           policy.withdrawn ? "withdrawn by " + format_date(*policy.withdrawn)
                                            : cell(policy.current));
    }
    return out + horizon_markdown(listing.horizon);
}

std::string log_markdown(const timeline::History& history, const answers::Log& log, bool full) {
    std::string out = fmt::format("## {}\n\n"
                                  "| In force since | Version | Verdict | Change |\n"
                                  "| --- | --- | --- | --- |\n",
                                  escaped(history.name));
    auto withdrawal = log.withdrawals.begin();
    const auto add_withdrawals = [&](const std::optional<Instant>& down_to) {
        for (; withdrawal != log.withdrawals.end() && (!down_to || *withdrawal >= *down_to);
             ++withdrawal) {
            out += fmt::format("| {} |  |  | withdrawn |\n", format_date(*withdrawal));
        }
    };
    for (const answers::LogEntry& entry : log.entries) {
        const diff::Step* step = entry.step ? &*entry.step : nullptr;
        add_withdrawals(entry.state->since);
        out += fmt::format("| {} | {} | {} | {} |\n",
                           format_date(entry.state->since),
                           cell(entry.version->id),
                           step == nullptr ? "" : verdict_phrase(step->access),
                           step == nullptr ? "first version known" : step->summary);
    }
    add_withdrawals(std::nullopt);
    for (const answers::LogEntry& entry : log.entries) {
        if (entry.step) {
            const std::string proof = bullets(proof_of(*entry.step, code, fold_of(full)), 0);
            out +=
                proof.empty()
                    ? ""
                    : fmt::format("\n{}:\n\n{}", arrow(entry.before->id, entry.version->id), proof);
        }
    }
    for (const std::string& note : log.notes) {
        out += fmt::format("\n{}\n", escaped(note));
    }
    return out + horizon_markdown(log.horizon);
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

} // namespace polhist::output
