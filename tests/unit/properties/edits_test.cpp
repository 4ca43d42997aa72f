// An edit gives exactly itself, and its reverse the reverse.

#include "diff/difference.h"
#include "properties/oracle.h"
#include "properties/pool.h"
#include "properties/rewriter.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::properties {
namespace {

using access::Verdict;
using policy::Document;
using policy::Statement;

Verdict swapped(Verdict verdict) {
    if (verdict == Verdict::broader) {
        return Verdict::narrower;
    }
    return verdict == Verdict::narrower ? Verdict::broader : verdict;
}

// Each of the requests is one of many; which statements give them is not.
void check_same(const std::vector<access::Witness>& left,
                const std::vector<access::Witness>& right) {
    CHECK(std::ranges::equal(
        left, right, [](const auto& a, const auto& b) { return a.statement == b.statement; }));
}

// Compares both ways, and holds both against the simple count of grants.
Told compared(const Document& before, const Document& after) {
    const diff::Difference forward = diff::compare(before, after);
    const diff::Difference backward = diff::compare(after, before);
    Told told = told_by(forward, before, after);
    const Told reverse = told_by(backward, after, before);
    CHECK(told.added == without(grants_in(after), grants_in(before)));
    CHECK(told.removed == without(grants_in(before), grants_in(after)));
    CHECK(reverse.added == told.removed);
    CHECK(reverse.removed == told.added);
    CHECK(backward.access.verdict == swapped(forward.access.verdict));
    check_same(forward.access.gained, backward.access.lost);
    check_same(forward.access.lost, backward.access.gained);
    CHECK(forward.rewrites.size() == backward.rewrites.size());
    return told;
}

std::size_t size_of(const policy::Patterns& list) {
    return list.negated ? 1 : list.values.size();
}

std::size_t size_of(const std::optional<policy::Patterns>& list) {
    return list ? size_of(*list) : 1;
}

std::size_t size_of(const std::optional<policy::Principals>& list) {
    return list && !list->negated ? list->values.size() : 1;
}

// An edit of one statement; false where it does not apply.
using Edit = bool (*)(Statement& statement, std::size_t choice);

bool add_action(Statement& statement, std::size_t) {
    if (statement.actions.negated) {
        return false;
    }
    statement.actions.values.emplace_back("fresh:NewAction");
    return true;
}

bool drop_action(Statement& statement, std::size_t choice) {
    auto& values = statement.actions.values;
    if (statement.actions.negated || values.size() < 2) {
        return false;
    }
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(choice % values.size()));
    return true;
}

bool change_resource(Statement& statement, std::size_t choice) {
    if (!statement.resources || statement.resources->negated) {
        return false;
    }
    auto& values = statement.resources->values;
    values[choice % values.size()] = "arn:aws:fresh:::resource";
    return true;
}

bool extend_not_list(Statement& statement, std::size_t) {
    if (!statement.actions.negated) {
        return false;
    }
    statement.actions.values.emplace_back("fresh:NewAction");
    return true;
}

bool add_condition(Statement& statement, std::size_t) {
    statement.conditions.push_back({"StringEquals", "fresh:NewKey", {"value"}});
    return true;
}

// Applies an edit to one statement of every document, and gives each to a check.
template <typename Check>
void for_each_edit(Edit edit, Check check) {
    Rewriter rewriter(42);
    std::size_t applied = 0;
    for (const Sample& sample : pool()) {
        const auto& statements = sample.document.statements;
        const std::size_t at = rewriter.below(statements.size());
        Document edited = sample.document;
        if (!edit(edited.statements[at], rewriter.below(1000))) {
            continue;
        }
        const Document after = read_back(rewriter.rewrite(edited));
        CAPTURE(sample.name);
        CAPTURE(at);
        check(sample.document, after, statements[at]);
        ++applied;
    }
    CHECK(applied > 0);
}

bool all_hold(const Texts& grants, std::string_view part) {
    return std::ranges::all_of(
        grants, [part](const std::string& grant) { return grant.find(part) != std::string::npos; });
}

TEST_CASE("a new action is exactly its grants") {
    for_each_edit(add_action,
                  [](const Document& before, const Document& after, const Statement& at) {
                      const Told told = compared(before, after);
                      CHECK(told.removed.empty());
                      CHECK(told.added.size() == size_of(at.resources) * size_of(at.principals));
                      CHECK(all_hold(told.added, "\nfresh:newaction\n"));
                      CHECK(diff::compare(before, after).actions.added.size() == told.added.size());
                  });
}

TEST_CASE("a dropped action is at most its grants") {
    for_each_edit(drop_action,
                  [](const Document& before, const Document& after, const Statement& at) {
                      const Told told = compared(before, after);
                      CHECK(told.added.empty());
                      CHECK(told.removed.size() <= size_of(at.resources) * size_of(at.principals));
                  });
}

TEST_CASE("another resource is new to each action, and the old one is gone") {
    for_each_edit(change_resource,
                  [](const Document& before, const Document& after, const Statement& at) {
                      const Told told = compared(before, after);
                      const std::size_t count = size_of(at.actions) * size_of(at.principals);
                      CHECK(told.added.size() == count);
                      CHECK(told.removed.size() <= count);
                      CHECK(all_hold(told.added, "\narn:aws:fresh:::resource\n"));
                      CHECK(diff::compare(before, after).resources.added.size() == count);
                  });
}

TEST_CASE("a longer NotAction is another grant") {
    for_each_edit(extend_not_list,
                  [](const Document& before, const Document& after, const Statement& at) {
                      const Told told = compared(before, after);
                      CHECK(told.added.size() == size_of(at.resources) * size_of(at.principals));
                      CHECK(told.removed.size() <= told.added.size());
                  });
}

TEST_CASE("a new condition changes each grant of its statement and no other") {
    for_each_edit(add_condition,
                  [](const Document& before, const Document& after, const Statement& at) {
                      const Told told = compared(before, after);
                      CHECK(told.added.size() ==
                            size_of(at.actions) * size_of(at.resources) * size_of(at.principals));
                      CHECK(told.removed.size() <= told.added.size());
                      CHECK(all_hold(told.added, "\nstringequals\tfresh:newkey\tvalue"));
                      const diff::Difference difference = diff::compare(before, after);
                      CHECK(difference.actions.empty());
                      CHECK(difference.resources.empty());
                  });
}

TEST_CASE("any two documents differ by what the simple count says") {
    for (std::size_t i = 1; i < pool().size(); ++i) {
        CAPTURE(pool()[i].name);
        compared(pool()[i - 1].document, pool()[i].document);
    }
}

} // namespace
} // namespace polhist::properties
