#include <polhist/compare.h>
#include <polhist/evaluate.h>
#include <polhist/version.h>

#include <array>

namespace polhist::api {
namespace {

// The name of an enumerator in the order of its declaration; empty for a value that has none.
template <typename Enum, std::size_t count>
std::string_view name_in(const std::array<std::string_view, count>& names, Enum value) {
    const auto at = static_cast<std::size_t>(value);
    return at < count ? names[at] : std::string_view();
}

} // namespace

std::string_view version() {
    return POLHIST_VERSION;
}

std::string_view name_of(ErrorCode code) {
    constexpr std::array<std::string_view, 7> names{"syntax",
                                                    "too-large",
                                                    "invalid-document",
                                                    "invalid-set",
                                                    "invalid-request",
                                                    "invalid-question",
                                                    "undecidable"};
    return name_in(names, code);
}

std::string_view name_of(Effect effect) {
    constexpr std::array<std::string_view, 2> names{"Allow", "Deny"};
    return name_in(names, effect);
}

std::string_view name_of(LayerKind kind) {
    constexpr std::array<std::string_view, 6> names{
        "identity", "boundary", "session", "scp", "rcp", "resource"};
    return name_in(names, kind);
}

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, 3> names{"allow", "explicit-deny", "implicit-deny"};
    return name_in(names, outcome);
}

std::string_view name_of(Verdict verdict) {
    constexpr std::array<std::string_view, 5> names{
        "equivalent", "broader", "narrower", "mixed", "undecided"};
    return name_in(names, verdict);
}

std::string_view name_of(DenialVerdict verdict) {
    constexpr std::array<std::string_view, 5> names{"same", "more", "less", "mixed", "undecided"};
    return name_in(names, verdict);
}

std::string_view name_of(Side side) {
    constexpr std::array<std::string_view, 2> names{"old", "new"};
    return name_in(names, side);
}

std::string_view name_of(Via via) {
    constexpr std::array<std::string_view, 4> names{
        "", "star-crosses-colon", "account-not-listed", "impossible-request"};
    return name_in(names, via);
}

} // namespace polhist::api
