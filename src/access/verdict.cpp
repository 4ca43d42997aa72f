#include "access/verdict.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

constexpr std::array<std::string_view, 5> verdict_names{
    "equivalent", "broader", "narrower", "mixed", "undecided"};

} // namespace

std::string_view name_of(Verdict verdict) {
    return verdict_names[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> parse_verdict(std::string_view name) {
    const auto found = std::ranges::find(verdict_names, name);
    if (found == verdict_names.end()) {
        return std::nullopt;
    }
    return static_cast<Verdict>(found - verdict_names.begin());
}

bool is_meant_by(std::string_view level, Verdict verdict) {
    if (level == "any") {
        return verdict != Verdict::equivalent;
    }
    const bool could_be_either = verdict == Verdict::mixed || verdict == Verdict::undecided;
    return level == name_of(verdict) || (level != "undecided" && could_be_either);
}

std::string_view name_of(Side side) {
    return side == Side::before ? "old" : "new";
}

} // namespace polhist::access
