#include "diff/lines.h"

#include <dtl/dtl.hpp>

#include <algorithm>
#include <unordered_map>

namespace polhist::diff {
namespace {

using Lines = std::vector<std::string>;

// Each different line becomes a number.
class Numbering {
public:
    std::vector<std::size_t> operator()(const Lines& lines) {
        std::vector<std::size_t> numbers;
        for (const std::string& line : lines) {
            numbers.push_back(known_.emplace(line, known_.size()).first->second);
        }
        return numbers;
    }

private:
    std::unordered_map<std::string_view, std::size_t> known_;
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

} // namespace

std::vector<Line> marked(LineKind kind, Lines lines) {
    std::vector<Line> result;
    for (std::string& line : lines) {
        result.push_back({kind, std::move(line)});
    }
    return result;
}

Lines lines_of(std::string_view text) {
    Lines lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::vector<Line> compare_lines(const Text& before, const Text& after) {
    std::vector<Line> lines;
    if (before.compared.size() + after.compared.size() > most_lines_compared) {
        lines = marked(LineKind::removed, before.written);
        std::ranges::move(marked(LineKind::added, after.written), std::back_inserter(lines));
        return lines;
    }
    Numbering numbering;
    dtl::Diff<std::size_t> difference(numbering(before.compared), numbering(after.compared));
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

} // namespace polhist::diff
