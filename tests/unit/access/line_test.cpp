#include "access/line.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

struct Comparison {
    const char* name;
    std::vector<std::string> values;
    bool wanted = true;
};

struct Row {
    std::vector<Comparison> comparisons;
    std::string found; // empty: none
};

std::string value_for(const Row& row, std::string_view key) {
    std::vector<Test> tests;
    KeyUse use;
    for (const Comparison& one : row.comparisons) {
        const Operator comparison = parse_operator(one.name).value();
        use.add(comparison);
        tests.push_back(compile({one.name, std::string(key), one.values}, comparison, true));
    }
    ValueProblem problem;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        std::vector<ValuePart> parts;
        for (const Predicate& predicate : tests[i].predicates) {
            parts.push_back({&tests[i].comparison, &predicate});
        }
        if (row.comparisons[i].wanted != tests[i].comparison.negated) {
            problem.clauses.push_back(parts);
        } else {
            problem.negatives.insert(problem.negatives.end(), parts.begin(), parts.end());
        }
    }
    Budget budget(1'000'000);
    const KeyKind kind = kind_of(key, reference::known_key(key), use);
    const Word word = find_on_line(problem, kind, budget);
    CHECK(word.search != Search::gave_up);
    return word.search == Search::found ? word.text : "";
}

TEST_CASE("a number that comparisons accept, a whole one first") {
    const Row rows[] = {
        {{{"NumericLessThan", {"21"}}}, "1"},
        {{{"NumericGreaterThan", {"5"}}}, "10"},
        {{{"NumericGreaterThan", {"50"}}}, "51"},
        {{{"NumericLessThan", {"21"}}, {"NumericLessThanEquals", {"20"}, false}}, "20.1"},
        {{{"NumericGreaterThan", {"2"}}, {"NumericLessThan", {"3"}}}, "2.1"},
        {{{"NumericEquals", {"7", "8"}}, {"NumericEquals", {"7"}, false}}, "8"},
        {{{"NumericNotEquals", {"1"}}, {"NumericLessThan", {"1"}}}, "0"},
        {{{"NumericLessThan", {"0"}}}, "-1"},
        {{{"NumericEquals", {"5"}}, {"NumericLessThan", {"5.0"}}}, ""},
        {{{"NumericEquals", {"no number"}}}, ""},
        {{{"NumericNotEquals", {"no number"}}}, "1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.comparisons.front().name);
        CAPTURE(row.found);
        CHECK(value_for(row, "x:limit") == row.found);
    }
}

TEST_CASE("an instant, by dates and by seconds") {
    const Row rows[] = {
        {{{"DateGreaterThan", {"2026-01-01T00:00:00Z"}}}, "2026-01-02T00:00:00Z"},
        {{{"NumericGreaterThan", {"1767225600"}}, {"DateGreaterThan", {"2026-01-01"}, false}}, ""},
        {{{"DateEquals", {"2021-08-11"}}}, "2021-08-11T00:00:00Z"},
        {{{"DateGreaterThan", {"1970-01-01T00:00:01Z"}},
          {"DateLessThan", {"1970-01-01T00:00:02Z"}}},
         "1970-01-01T00:00:01.100000Z"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.comparisons.front().name);
        CHECK(value_for(row, "aws:currenttime") == row.found);
    }
    CHECK(value_for({{{"DateEquals", {"2021-08-11"}}}, ""}, "aws:epochtime") == "1628640000");
}

TEST_CASE("one address, never a network") {
    const Row rows[] = {
        {{{"IpAddress", {"10.0.0.0/8"}}}, "10.0.0.10"},
        {{{"IpAddress", {"192.0.2.10/31"}}, {"IpAddress", {"192.0.2.10", "192.0.2.11/32"}, false}},
         ""},
        {{{"IpAddress", {"0.0.0.0/0"}}, {"IpAddress", {"0.0.0.0/1", "128.0.0.0/1"}, false}}, ""},
        {{{"IpAddress", {"10.20.0.0/16"}},
          {"IpAddress", {"10.20.0.0/17", "10.20.128.0/18"}, false}},
         "10.20.192.0"},
        {{{"NotIpAddress", {"0.0.0.0/0", "::/0"}}}, ""},
        {{{"IpAddress", {"2001:db8::/127"}}, {"IpAddress", {"2001:db8::1"}, false}}, "2001:db8::"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.found);
        CHECK(value_for(row, "aws:sourceip") == row.found);
    }
}

} // namespace
} // namespace polhist::access
