// Two documents, compared: whatever they hold, the comparison ends, keeps its laws, and shows only
// requests that the evaluator confirms.
//
// The input is both documents, with a NUL between them or else a line break.

#include "access/compare.h"

#include "core/printable.h"
#include "policy/reader.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using polhist::access::Access;
using polhist::access::Compiled;
using polhist::access::Outcome;
using polhist::access::Side;
using polhist::access::Verdict;
using polhist::access::Witness;
using polhist::policy::Document;

// Small, so that a slow search is a finding: the limit of a run is ten seconds.
constexpr std::size_t budget = 500'000;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

Verdict swapped(Verdict verdict) {
    if (verdict == Verdict::broader) {
        return Verdict::narrower;
    }
    return verdict == Verdict::narrower ? Verdict::broader : verdict;
}

void check_witnesses(const std::vector<Witness>& witnesses,
                     const Compiled& allowing,
                     const Compiled& refusing) {
    for (const Witness& witness : witnesses) {
        require(witness.statement != nullptr);
        const auto given = polhist::access::evaluate(allowing, witness.request);
        const auto withheld = polhist::access::evaluate(refusing, witness.request);
        require(given.outcome == Outcome::allow);
        require(withheld.outcome == Outcome::explicit_deny ||
                withheld.outcome == Outcome::implicit_deny);
        require(witness.because == nullptr || withheld.outcome == Outcome::explicit_deny);
    }
}

// What the lists hold is what the verdict says.
void check_verdict(const Access& access) {
    if (access.verdict == Verdict::undecided) {
        require(!access.doubts.empty());
        return;
    }
    const bool gains = access.verdict == Verdict::broader || access.verdict == Verdict::mixed;
    const bool loses = access.verdict == Verdict::narrower || access.verdict == Verdict::mixed;
    require(access.doubts.empty());
    require(access.gained.empty() != gains);
    require(access.lost.empty() != loses);
}

constexpr std::size_t most_grants_asked = 4;

// A grant is covered by its own document, but for what a Deny of it takes from an Allow.
void check_self(const Document& document) {
    polhist::access::Comparison comparison(document, document, budget);
    const Access access = comparison.verdict();
    require(access.verdict == Verdict::equivalent || access.verdict == Verdict::undecided);
    require(access.gained.empty() && access.lost.empty());
    const bool denies = std::ranges::any_of(document.statements, [](const auto& statement) {
        return statement.effect == polhist::policy::Effect::deny;
    });
    const auto grants = polhist::policy::grants_of(document);
    const std::size_t count = std::min(grants.size(), most_grants_asked);
    for (std::size_t i = 0; i < count; ++i) {
        const auto covered = comparison.is_covered(Side::after, grants[i]);
        require(covered != false ||
                (denies && grants[i].effect() == polhist::policy::Effect::allow));
    }
}

// Where nothing is lost and nothing was denied, each grant is still given.
void check_covers(const Document& before,
                  polhist::access::Comparison& comparison,
                  const Access& access) {
    const bool keeps = access.verdict == Verdict::equivalent || access.verdict == Verdict::broader;
    const bool denies = std::ranges::any_of(before.statements, [](const auto& statement) {
        return statement.effect == polhist::policy::Effect::deny;
    });
    const auto grants = polhist::policy::grants_of(before);
    const std::size_t count = std::min(grants.size(), most_grants_asked);
    for (std::size_t i = 0; i < count; ++i) {
        const auto covered = comparison.is_covered(Side::before, grants[i]);
        require(covered != false || !keeps || denies);
    }
}

void check_pair(const Document& before, const Document& after) {
    polhist::access::Comparison comparison(before, after, budget);
    const Access forward = comparison.verdict();
    const Access backward = polhist::access::Comparison(after, before, budget).verdict();
    check_verdict(forward);
    check_verdict(backward);
    const Compiled old_policy(before);
    const Compiled new_policy(after);
    check_witnesses(forward.gained, new_policy, old_policy);
    check_witnesses(forward.lost, old_policy, new_policy);
    // The two searches spend their budgets in different orders, so either may be undecided.
    require(forward.verdict == Verdict::undecided || backward.verdict == Verdict::undecided ||
            backward.verdict == swapped(forward.verdict));
    check_covers(before, comparison, forward);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t nul = text.find('\0');
    const std::size_t at = nul == std::string_view::npos ? text.find('\n') : nul;
    if (at == std::string_view::npos) {
        return 0;
    }
    const auto before = polhist::policy::read({"old", text.substr(0, at)});
    const auto after = polhist::policy::read({"new", text.substr(at + 1)});
    if (before) {
        check_self(*before);
    }
    if (before && after) {
        check_pair(*before, *after);
    }
    return 0;
}
