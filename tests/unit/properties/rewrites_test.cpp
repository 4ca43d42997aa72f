// Documents in other words grant the same.

#include "diff/difference.h"
#include "properties/oracle.h"
#include "properties/pool.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

namespace polhist::properties {
namespace {

TEST_CASE("a document against itself is quiet") {
    for (const Sample& sample : pool()) {
        CAPTURE(sample.name);
        CHECK(diff::is_quiet(diff::compare(sample.document, sample.document)));
    }
}

TEST_CASE("a document in other words is quiet against itself, both ways") {
    Rewriter rewriter(20210811);
    for (const Sample& sample : pool()) {
        const bool large = grants_in(sample.document).size() > 500;
        for (int i = 0; i < (large ? 2 : 12); ++i) {
            const std::string text = rewriter.rewrite(sample.document);
            const policy::Document other = read_back(text);
            CAPTURE(sample.name);
            CAPTURE(i);
            CHECK(diff::is_quiet(diff::compare(sample.document, other)));
            CHECK(diff::is_quiet(diff::compare(other, sample.document)));
        }
    }
}

TEST_CASE("the words of a document do not change what it differs in from another") {
    Rewriter rewriter(13);
    for (std::size_t i = 1; i < pool().size(); ++i) {
        const policy::Document& before = pool()[i - 1].document;
        const policy::Document& after = pool()[i].document;
        const policy::Document before_rewritten = read_back(rewriter.rewrite(before));
        const policy::Document after_rewritten = read_back(rewriter.rewrite(after));
        const diff::Difference plain = diff::compare(before, after);
        const diff::Difference rewritten = diff::compare(before_rewritten, after_rewritten);
        CAPTURE(pool()[i].name);
        const Told told = told_by(plain, before, after);
        const Told told_again = told_by(rewritten, before_rewritten, after_rewritten);
        CHECK(told.added == told_again.added);
        CHECK(told.removed == told_again.removed);
        CHECK(plain.access.verdict == rewritten.access.verdict);
        CHECK(plain.actions.size() == rewritten.actions.size());
        CHECK(plain.resources.size() == rewritten.resources.size());
        CHECK(plain.conditions.size() == rewritten.conditions.size());
    }
}

} // namespace
} // namespace polhist::properties
