#include "diff/text.h"

#include "json/writer.h"
#include "policy/canonical.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace polhist::diff {
namespace {

using policy::Document;
using policy::Statement;
using Lines = std::vector<std::string>;

// Past this many possible pairs, only equal statements and equal Sids are paired.
constexpr std::size_t most_pairs_compared = 250'000;

// The comma behind a line depends on the line after it.
std::string_view without_comma(std::string_view line) {
    return line.ends_with(',') ? line.substr(0, line.size() - 1) : line;
}

Lines without_commas(const Lines& lines) {
    Lines stripped;
    for (const std::string& line : lines) {
        stripped.emplace_back(without_comma(line));
    }
    return stripped;
}

struct Side {
    std::vector<const Statement*> statements;
    std::vector<Lines> lines;                        // folded, for comparing
    std::vector<std::optional<std::size_t>> partner; // position on the other side
};

Side side_of(const Document& document) {
    Side side;
    for (const Statement& statement : document.statements) {
        side.statements.push_back(&statement);
        side.lines.push_back(lines_of(policy::canonical_text(statement, policy::Spelling::folded)));
    }
    side.partner.resize(side.statements.size());
    return side;
}

void pair_up(Side& before, std::size_t old_at, Side& after, std::size_t new_at) {
    before.partner[old_at] = new_at;
    after.partner[new_at] = old_at;
}

// Pairs statements that have the same key, first with first; those without a key stay alone.
template <typename Key>
void pair_by(Side& before, Side& after, Key key) {
    std::multimap<std::string, std::size_t> waiting;
    for (std::size_t i = 0; i < before.statements.size(); ++i) {
        if (!before.partner[i]) {
            waiting.emplace(key(before, i), i);
        }
    }
    waiting.erase(std::string());
    for (std::size_t i = 0; i < after.statements.size(); ++i) {
        const auto found = after.partner[i] ? waiting.end() : waiting.find(key(after, i));
        if (found != waiting.end()) {
            pair_up(before, found->second, after, i);
            waiting.erase(found);
        }
    }
}

std::string whole_text(const Side& side, std::size_t at) {
    std::string text;
    for (const std::string& line : side.lines[at]) {
        text += line + '\n';
    }
    return text;
}

std::string text_without_sid(const Side& side, std::size_t at) {
    Statement statement = *side.statements[at];
    statement.sid.reset();
    return policy::canonical_text(statement, policy::Spelling::folded);
}

std::string sid_of(const Side& side, std::size_t at) {
    return side.statements[at]->sid.value_or("");
}

// Twice the number of lines two statements share, over all their lines. Lines that every statement
// has, its braces, count for nothing.
double likeness(const Lines& left, const Lines& right) {
    std::unordered_map<std::string_view, int> counts;
    for (const std::string& line : left) {
        ++counts[without_comma(line)];
    }
    std::size_t shared = 0;
    for (const std::string& line : right) {
        if (--counts[without_comma(line)] >= 0) {
            ++shared;
        }
    }
    constexpr std::size_t braces = 2;
    return 2.0 * static_cast<double>(shared - braces) /
           static_cast<double>(left.size() + right.size() - 2 * braces);
}

std::vector<std::size_t> alone(const Side& side) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < side.statements.size(); ++i) {
        if (!side.partner[i]) {
            positions.push_back(i);
        }
    }
    return positions;
}

// Pairs what is left, the most alike first, as long as half of the lines are shared.
void pair_by_likeness(Side& before, Side& after) {
    const auto old_alone = alone(before);
    const auto new_alone = alone(after);
    if (old_alone.size() * new_alone.size() > most_pairs_compared) {
        return;
    }

    struct Candidate {
        double likeness;
        std::size_t old_at;
        std::size_t new_at;
    };

    std::vector<Candidate> candidates;
    for (const std::size_t old_at : old_alone) {
        for (const std::size_t new_at : new_alone) {
            const double value = likeness(before.lines[old_at], after.lines[new_at]);
            if (value >= 0.5) {
                candidates.push_back({value, old_at, new_at});
            }
        }
    }
    std::ranges::stable_sort(candidates, std::greater<>{}, &Candidate::likeness);
    for (const Candidate& candidate : candidates) {
        if (!before.partner[candidate.old_at] && !after.partner[candidate.new_at]) {
            pair_up(before, candidate.old_at, after, candidate.new_at);
        }
    }
}

Lines written_lines(const Statement& statement) {
    return lines_of(policy::canonical_text(statement));
}

// `Version` and `Id`, a line each.
Lines head_of(const Document& document) {
    Lines lines;
    if (document.language_stated) {
        lines.push_back("\"Version\": " + json::quoted(name_of(document.language)));
    }
    if (document.id) {
        lines.push_back("\"Id\": " + json::quoted(*document.id));
    }
    return lines;
}

void append_removed_from(const Side& before, std::size_t& at, std::vector<Hunk>& out) {
    while (at < before.statements.size() && !before.partner[at]) {
        out.push_back({before.statements[at],
                       nullptr,
                       marked(LineKind::removed, written_lines(*before.statements[at]))});
        ++at;
    }
}

} // namespace

TextDifference compare_text(const Document& before, const Document& after, Hunks hunks) {
    Side old_side = side_of(before);
    Side new_side = side_of(after);
    pair_by(old_side, new_side, whole_text);
    pair_by(old_side, new_side, text_without_sid);
    pair_by(old_side, new_side, sid_of);
    pair_by_likeness(old_side, new_side);

    TextDifference result;
    if (const Lines old_head = head_of(before), new_head = head_of(after); old_head != new_head) {
        result.hunks.push_back(
            {nullptr, nullptr, compare_lines({old_head, old_head}, {new_head, new_head})});
    }
    std::size_t removed = 0;
    append_removed_from(old_side, removed, result.hunks);
    for (std::size_t i = 0; i < new_side.statements.size(); ++i) {
        const auto partner = new_side.partner[i];
        const Statement* statement = new_side.statements[i];
        if (!partner) {
            result.hunks.push_back(
                {nullptr, statement, marked(LineKind::added, written_lines(*statement))});
            continue;
        }
        if (old_side.lines[*partner] == new_side.lines[i]) {
            ++result.unchanged;
            if (hunks == Hunks::all) {
                result.hunks.push_back({old_side.statements[*partner],
                                        statement,
                                        marked(LineKind::context, written_lines(*statement))});
            }
        } else {
            const Statement* old_statement = old_side.statements[*partner];
            result.hunks.push_back(
                {old_statement,
                 statement,
                 compare_lines(
                     {without_commas(old_side.lines[*partner]), written_lines(*old_statement)},
                     {without_commas(new_side.lines[i]), written_lines(*statement)})});
        }
        std::size_t next = *partner + 1;
        append_removed_from(old_side, next, result.hunks);
    }
    return result;
}

} // namespace polhist::diff
