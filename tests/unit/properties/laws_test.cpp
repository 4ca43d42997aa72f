// Laws that hold of access whatever the documents say. An answer of "undecided" keeps no law and
// breaks none: it is counted, and there may be few of them.

#include "access/compare.h"
#include "judge/generator.h"
#include "properties/pool.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>

namespace polhist::properties {
namespace {

using access::Verdict;
using policy::Document;
using policy::Effect;
using policy::Statement;

Verdict verdict_of(const Document& before, const Document& after) {
    return access::Comparison(before, after).verdict().verdict;
}

// How often a law was asked after, and how often nobody knew.
class Tally {
public:
    explicit Tally(std::size_t percent) : percent_(percent) {}

    Tally(const Tally&) = delete;
    Tally& operator=(const Tally&) = delete;
    Tally(Tally&&) = delete;
    Tally& operator=(Tally&&) = delete;

    ~Tally() {
        CAPTURE(asked_);
        CAPTURE(undecided_);
        CHECK(asked_ > 0);
        CHECK(undecided_ * 100 <= asked_ * percent_);
    }

    // The verdict, where there is one.
    std::optional<Verdict> operator()(const Document& before, const Document& after) {
        const Verdict verdict = verdict_of(before, after);
        ++asked_;
        undecided_ += verdict == Verdict::undecided ? 1 : 0;
        return verdict == Verdict::undecided ? std::nullopt : std::optional(verdict);
    }

private:
    std::size_t percent_; // of the answers may be undecided
    std::size_t asked_ = 0;
    std::size_t undecided_ = 0;
};

constexpr std::size_t real_percent = 1;
constexpr std::size_t generated_percent = 5;

bool gives_all(Verdict verdict) {
    return verdict == Verdict::equivalent || verdict == Verdict::broader;
}

bool gives_no_more(Verdict verdict) {
    return verdict == Verdict::equivalent || verdict == Verdict::narrower;
}

Verdict swapped(Verdict verdict) {
    if (verdict == Verdict::broader) {
        return Verdict::narrower;
    }
    return verdict == Verdict::narrower ? Verdict::broader : verdict;
}

struct Two {
    std::string name;
    Document before;
    Document after;
};

// Pairs of the generator of the judges, all kinds of them.
const std::vector<Two>& generated() {
    static const std::vector<Two> pairs = [] {
        constexpr std::uint64_t seeds = 60;
        std::vector<Two> made;
        for (std::size_t i = 0; i < judge::default_profiles; ++i) {
            for (std::uint64_t seed = 0; seed < seeds; ++seed) {
                const judge::Pair pair =
                    judge::Generator(static_cast<judge::Profile>(i), seed).pair();
                made.push_back(
                    {std::string(judge::profile_names.at(i)) + ' ' + std::to_string(seed),
                     read_back(judge::to_json(pair.before)),
                     read_back(judge::to_json(pair.after))});
            }
        }
        return made;
    }();
    return pairs;
}

// Each document of the pool, and each generated one.
template <typename Check>
void for_each_document(const Check& check) {
    Tally real(real_percent);
    for (const Sample& sample : pool()) {
        CAPTURE(sample.name);
        check(sample.document, real);
    }
    Tally made(generated_percent);
    for (const Two& pair : generated()) {
        CAPTURE(pair.name);
        check(pair.before, made);
    }
}

// Neighbours in the pool, and generated pairs.
template <typename Check>
void for_each_pair(const Check& check) {
    Tally real(real_percent);
    for (std::size_t i = 1; i < pool().size(); ++i) {
        CAPTURE(pool()[i].name);
        check(pool()[i - 1].document, pool()[i].document, real);
    }
    Tally made(generated_percent);
    for (const Two& pair : generated()) {
        CAPTURE(pair.name);
        check(pair.before, pair.after, made);
    }
}

Document with(Document document, Statement statement, Effect effect) {
    statement.effect = effect;
    statement.index = document.statements.size();
    document.statements.push_back(std::move(statement));
    return document;
}

TEST_CASE("a document allows what it allows") {
    for_each_document([](const Document& document, Tally& ask) {
        if (const auto verdict = ask(document, document)) {
            CHECK(*verdict == Verdict::equivalent);
        }
    });
}

TEST_CASE("splitting, merging and reordering statements change nothing") {
    Rewriter rewriter(4711);
    for_each_document([&](const Document& document, Tally& ask) {
        const Document other = read_back(rewriter.rewrite(document));
        if (const auto verdict = ask(document, other)) {
            CHECK(*verdict == Verdict::equivalent);
        }
    });
}

TEST_CASE("other words give the same verdict") {
    Rewriter rewriter(4712);
    for_each_pair([&](const Document& before, const Document& after, Tally& ask) {
        const auto plain = ask(before, after);
        const auto reworded =
            ask(read_back(rewriter.rewrite(before)), read_back(rewriter.rewrite(after)));
        if (plain && reworded) {
            CHECK(*plain == *reworded);
        }
    });
}

TEST_CASE("swapping two documents swaps the verdict") {
    for_each_pair([](const Document& before, const Document& after, Tally& ask) {
        const auto forward = ask(before, after);
        const auto backward = ask(after, before);
        if (forward && backward) {
            CHECK(*backward == swapped(*forward));
        }
    });
}

TEST_CASE("another Deny never gives anything") {
    for_each_pair([](const Document& document, const Document& other, Tally& ask) {
        for (const std::size_t i : {std::size_t{0}, other.statements.size() - 1}) {
            const Document more = with(document, other.statements[i], Effect::deny);
            if (const auto verdict = ask(document, more)) {
                CHECK(gives_no_more(*verdict));
            }
        }
    });
}

TEST_CASE("another Allow never takes anything") {
    for_each_pair([](const Document& document, const Document& other, Tally& ask) {
        for (const std::size_t i : {std::size_t{0}, other.statements.size() - 1}) {
            const Document more = with(document, other.statements[i], Effect::allow);
            if (const auto verdict = ask(document, more)) {
                CHECK(gives_all(*verdict));
            }
        }
    });
}

// What is broader than what is broader is broader, whether built so or found so.
void check_chain(const Document& first,
                 const Document& second,
                 const Document& third,
                 Tally& ask,
                 std::size_t& chains) {
    const auto one = ask(first, second);
    const auto two = ask(second, third);
    if (!one || !two || !gives_all(*one) || !gives_all(*two)) {
        return;
    }
    ++chains;
    if (const auto both = ask(first, third)) {
        const bool gains = *one == Verdict::broader || *two == Verdict::broader;
        CHECK(*both == (gains ? Verdict::broader : Verdict::equivalent));
    }
}

TEST_CASE("a chain of broader documents stays broader") {
    std::size_t chains = 0;
    for_each_pair([&](const Document& document, const Document& other, Tally& ask) {
        const Document second = with(document, other.statements.front(), Effect::allow);
        const Document third = with(second, other.statements.back(), Effect::allow);
        check_chain(document, second, third, ask, chains);
    });
    CHECK(chains > 0);
}

TEST_CASE("what generated documents happen to be broader than, they stay broader than") {
    std::size_t chains = 0;
    Tally ask(generated_percent);
    for (std::size_t i = 1; i < generated().size(); ++i) {
        CAPTURE(generated()[i].name);
        const Document& before = generated()[i].before;
        const Document& after = generated()[i].after;
        const Document& other = generated()[i - 1].before;
        check_chain(other, before, after, ask, chains);
        check_chain(before, after, other, ask, chains);
    }
    CHECK(chains > 0);
}

} // namespace
} // namespace polhist::properties
