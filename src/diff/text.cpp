#include "diff/text.h"

#include "json/writer.h"
#include "policy/canonical.h"

#include <dtl/dtl.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace polhist::diff {
namespace {

using policy::Document;
using policy::Statement;
using Lines = std::vector<std::string>;

// Past this many lines on both sides together, a pair is shown whole, old before new: comparing
// lines costs their number times the number of differences.
constexpr std::size_t most_lines_compared = 4'000;
// Past this many possible pairs, only equal statements and equal Sids are paired.
constexpr std::size_t most_pairs_compared = 250'000;

Lines split(const std::string& text) {
    Lines lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// Folded lines are compared, because letter case of actions and keys means nothing; the comma
// behind a line depends on the line after it.
std::string_view without_comma(std::string_view line) {
    return line.ends_with(',') ? line.substr(0, line.size() - 1) : line;
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
        side.lines.push_back(split(policy::canonical_text(statement, policy::Spelling::folded)));
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

std::vector<Line> marked(LineKind kind, Lines lines) {
    std::vector<Line> result;
    for (std::string& line : lines) {
        result.push_back({kind, std::move(line)});
    }
    return result;
}

Lines written_lines(const Statement& statement) {
    return split(policy::canonical_text(statement));
}

// Each different line becomes a number, equal for lines that differ by a comma only.
class Numbering {
public:
    std::vector<std::size_t> operator()(const Lines& lines) {
        std::vector<std::size_t> numbers;
        for (const std::string& line : lines) {
            numbers.push_back(known_.emplace(without_comma(line), known_.size()).first->second);
        }
        return numbers;
    }

private:
    std::unordered_map<std::string_view, std::size_t> known_;
};

// One side of a pair: the lines to compare, and as written.
struct Text {
    const Lines& folded;
    const Lines& written;
};

// Within each run of changes, what went stands before what came.
void removed_first(std::vector<Line>& lines) {
    const auto changed = [](const Line& line) { return line.kind != LineKind::context; };
    auto at = lines.begin();
    while (at != lines.end()) {
        at = std::find_if(at, lines.end(), changed);
        const auto end = std::find_if_not(at, lines.end(), changed);
        std::stable_partition(
            at, end, [](const Line& line) { return line.kind == LineKind::removed; });
        at = end;
    }
}

std::vector<Line> compare_lines(const Text& before, const Text& after) {
    std::vector<Line> lines;
    if (before.folded.size() + after.folded.size() > most_lines_compared) {
        lines = marked(LineKind::removed, before.written);
        std::ranges::move(marked(LineKind::added, after.written), std::back_inserter(lines));
        return lines;
    }
    Numbering numbering;
    dtl::Diff<std::size_t> difference(numbering(before.folded), numbering(after.folded));
    difference.compose();
    for (const auto& [number, info] : difference.getSes().getSequence()) {
        if (info.type == dtl::SES_DELETE) {
            lines.push_back(
                {LineKind::removed, before.written[static_cast<std::size_t>(info.beforeIdx) - 1]});
        } else {
            const LineKind kind = info.type == dtl::SES_ADD ? LineKind::added : LineKind::context;
            lines.push_back({kind, after.written[static_cast<std::size_t>(info.afterIdx) - 1]});
        }
    }
    removed_first(lines);
    return lines;
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

TextDifference compare_text(const Document& before, const Document& after) {
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
        } else {
            const Statement* old_statement = old_side.statements[*partner];
            result.hunks.push_back(
                {old_statement,
                 statement,
                 compare_lines({old_side.lines[*partner], written_lines(*old_statement)},
                               {new_side.lines[i], written_lines(*statement)})});
        }
        std::size_t next = *partner + 1;
        append_removed_from(old_side, next, result.hunks);
    }
    return result;
}

} // namespace polhist::diff
