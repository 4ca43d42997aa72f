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
using polhist::access::DenialVerdict;
using polhist::access::Outcome;
using polhist::access::Side;
using polhist::access::Verdict;
using polhist::access::Via;
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

DenialVerdict swapped(DenialVerdict verdict) {
    if (verdict == DenialVerdict::more) {
        return DenialVerdict::less;
    }
    return verdict == DenialVerdict::less ? DenialVerdict::more : verdict;
}

bool has_not_principal(const Document& document) {
    return std::ranges::any_of(document.statements, [](const auto& statement) {
        return statement.principals && statement.principals->negated;
    });
}

// What a witness is said to hang on is there to hang on.
void check_remarks(const Witness& witness, bool not_principal) {
    require((witness.via == Via::impossible_request) == !witness.note.empty());
    require(witness.via != Via::star_crosses_colon || witness.request.resource.starts_with("arn:"));
    require(witness.via != Via::account_not_listed ||
            (not_principal && witness.request.principal.has_value()));
    require(std::ranges::is_sorted(witness.absent));
    for (const std::string& key : witness.absent) {
        require(std::ranges::none_of(witness.request.context, [&](const auto& entry) {
            return polhist::policy::compare_folded(entry.first, key) == 0 && !entry.second.empty();
        }));
    }
}

void check_gains(const std::vector<Witness>& witnesses,
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

void check_denials(const std::vector<Witness>& witnesses,
                   const Compiled& denying,
                   const Compiled& other) {
    for (const Witness& witness : witnesses) {
        require(witness.statement != nullptr && witness.because == nullptr);
        require(witness.statement->effect == polhist::policy::Effect::deny);
        const auto denied = polhist::access::evaluate(denying, witness.request);
        const auto kept = polhist::access::evaluate(other, witness.request);
        require(denied.outcome == Outcome::explicit_deny);
        require(kept.outcome == Outcome::allow || kept.outcome == Outcome::implicit_deny);
    }
}

void check_witnesses(const Access& access, const Document& before, const Document& after) {
    const Compiled old_policy(before);
    const Compiled new_policy(after);
    check_gains(access.gained, new_policy, old_policy);
    check_gains(access.lost, old_policy, new_policy);
    check_denials(access.denies.more, new_policy, old_policy);
    check_denials(access.denies.less, old_policy, new_policy);
    const bool not_principal = has_not_principal(before) || has_not_principal(after);
    for (const auto* list :
         {&access.gained, &access.lost, &access.denies.more, &access.denies.less}) {
        for (const Witness& witness : *list) {
            check_remarks(witness, not_principal);
        }
    }
}

// A verdict of either axis and what its lists hold.
template <typename Word>
void check_lists(Word verdict, Word none, Word only_more, Word only_less, bool more, bool less) {
    require((verdict == none) == (!more && !less));
    require((verdict == only_more) == (more && !less));
    require((verdict == only_less) == (!more && less));
}

void check_overall(const Access& access) {
    const bool above = !access.gained.empty() || !access.denies.less.empty();
    const bool below = !access.lost.empty() || !access.denies.more.empty();
    if (access.overall == Verdict::undecided) {
        require(!access.doubts.empty() || !access.denies.doubts.empty());
        require(!above || !below);
        return;
    }
    check_lists(
        access.overall, Verdict::equivalent, Verdict::broader, Verdict::narrower, above, below);
}

// What the lists hold is what the verdicts say.
void check_verdict(const Access& access) {
    require((access.verdict == Verdict::undecided) == !access.doubts.empty());
    if (access.verdict != Verdict::undecided) {
        check_lists(access.verdict,
                    Verdict::equivalent,
                    Verdict::broader,
                    Verdict::narrower,
                    !access.gained.empty(),
                    !access.lost.empty());
    }
    const auto& denies = access.denies;
    require((denies.verdict == DenialVerdict::undecided) == !denies.doubts.empty());
    if (denies.verdict != DenialVerdict::undecided) {
        check_lists(denies.verdict,
                    DenialVerdict::same,
                    DenialVerdict::more,
                    DenialVerdict::less,
                    !denies.more.empty(),
                    !denies.less.empty());
    }
    check_overall(access);
}

constexpr std::size_t most_grants_asked = 4;

// A grant is covered by its own document, but for what a Deny of it takes from an Allow.
void check_self(const Document& document) {
    polhist::access::Comparison comparison(document, document, budget);
    const Access access = comparison.verdict();
    require(access.verdict == Verdict::equivalent || access.verdict == Verdict::undecided);
    require(access.gained.empty() && access.lost.empty());
    require(access.denies.more.empty() && access.denies.less.empty());
    check_verdict(access);
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

// Each of two words is the other swapped. The two searches spend their budgets in different orders,
// so either may be undecided.
template <typename Word>
void check_swapped(Word forward, Word backward) {
    require(forward == Word::undecided || backward == Word::undecided ||
            backward == swapped(forward));
}

void check_pair(const Document& before, const Document& after) {
    polhist::access::Comparison comparison(before, after, budget);
    const Access forward = comparison.verdict();
    const Access backward = polhist::access::Comparison(after, before, budget).verdict();
    check_verdict(forward);
    check_verdict(backward);
    check_witnesses(forward, before, after);
    check_witnesses(backward, after, before);
    check_swapped(forward.verdict, backward.verdict);
    check_swapped(forward.denies.verdict, backward.denies.verdict);
    check_swapped(forward.overall, backward.overall);
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
