#include "access/operator.h"

#include <doctest/doctest.h>

#include <string_view>

namespace polhist::access {
namespace {

TEST_CASE("condition operators that AWS documents are taken apart") {
    struct Row {
        std::string_view name;
        Operator expected;
    };

    constexpr Quantifier none = Quantifier::none;
    constexpr Quantifier all = Quantifier::for_all_values;
    constexpr Quantifier any = Quantifier::for_any_value;
    const Row rows[] = {
        {"StringEquals", {Type::string, Relation::equal, false, false, none}},
        {"stringequals", {Type::string, Relation::equal, false, false, none}},
        {"StringNotEqualsIgnoreCase",
         {Type::string, Relation::equal_ignoring_case, true, false, none}},
        {"StringLikeIfExists", {Type::string, Relation::like, false, true, none}},
        {"ForAnyValue:StringLike", {Type::string, Relation::like, false, false, any}},
        {"ForAllValues:StringNotEqualsIfExists", {Type::string, Relation::equal, true, true, all}},
        {"foranyvalue:ARNLIKE", {Type::arn, Relation::like, false, false, any}},
        {"ArnNotEquals", {Type::arn, Relation::like, true, false, none}},
        {"NumericLessThanEquals", {Type::number, Relation::less_or_equal, false, false, none}},
        {"DateGreaterThan", {Type::date, Relation::greater, false, false, none}},
        {"BoolIfExists", {Type::boolean, Relation::equal, false, true, none}},
        {"BinaryEquals", {Type::binary, Relation::equal, false, false, none}},
        {"NotIpAddress", {Type::network, Relation::equal, true, false, none}},
        {"Null", {Type::null, Relation::equal, false, false, none}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto found = parse_operator(row.name);
        REQUIRE(found.has_value());
        CHECK(*found == row.expected);
    }
}

TEST_CASE("other names are no operators") {
    for (const std::string_view name : {"",
                                        "IfExists",
                                        "ForAnyValue:",
                                        "NullIfExists",
                                        "String",
                                        "StringEqual",
                                        "StringEquals ",
                                        "StringEqualsIfExistsIfExists",
                                        "ForAllValues:ForAnyValue:StringEquals",
                                        "StringEqualsForAnyValue:",
                                        "BoolLike"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_operator(name).has_value());
    }
}

} // namespace
} // namespace polhist::access
