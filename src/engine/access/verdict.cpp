#include "access/verdict.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

constexpr std::array<std::string_view, 5> verdict_names{
    "equivalent", "broader", "narrower", "mixed", "undecided"};

// What is known of one direction: whether one side has something that the other has not.
struct Direction {
    bool shown = false;
    bool open = false; // it was neither shown nor ruled out
};

Direction direction(bool shown, bool open) {
    return {shown, open && !shown};
}

bool concerns(const std::vector<Doubt>& doubts, Side side) {
    return std::ranges::any_of(
        doubts, [&](const Doubt& doubt) { return doubt.direction.value_or(side) == side; });
}

Verdict verdict_of(Direction more, Direction less) {
    if (more.shown && less.shown) {
        return Verdict::mixed;
    }
    if (more.open || less.open) {
        return Verdict::undecided;
    }
    if (more.shown) {
        return Verdict::broader;
    }
    return less.shown ? Verdict::narrower : Verdict::equivalent;
}

Verdict verdict_of(const std::vector<Witness>& gained,
                   const std::vector<Witness>& lost,
                   const std::vector<Doubt>& doubts) {
    if (!doubts.empty()) {
        return Verdict::undecided;
    }
    return verdict_of({!gained.empty(), false}, {!lost.empty(), false});
}

DenialVerdict denials_like(Verdict verdict) {
    constexpr std::array verdicts{DenialVerdict::same,
                                  DenialVerdict::more,
                                  DenialVerdict::less,
                                  DenialVerdict::mixed,
                                  DenialVerdict::undecided};
    return verdicts.at(static_cast<std::size_t>(verdict));
}

} // namespace

std::string_view name_of(Via via) {
    constexpr std::array<std::string_view, 4> names{
        "", "star-crosses-colon", "account-not-listed", "impossible-request"};
    return names.at(static_cast<std::size_t>(via));
}

std::string_view name_of(DenialVerdict verdict) {
    constexpr std::array<std::string_view, 5> names{"same", "more", "less", "mixed", "undecided"};
    return names.at(static_cast<std::size_t>(verdict));
}

void conclude(Access& access) {
    Denials& denies = access.denies;
    access.verdict = verdict_of(access.gained, access.lost, access.doubts);
    denies.verdict = denials_like(verdict_of(denies.more, denies.less, denies.doubts));
    access.overall = verdict_of(
        direction(!access.gained.empty() || !denies.less.empty(),
                  concerns(access.doubts, Side::after) || concerns(denies.doubts, Side::before)),
        direction(!access.lost.empty() || !denies.more.empty(),
                  concerns(access.doubts, Side::before) || concerns(denies.doubts, Side::after)));
}

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
