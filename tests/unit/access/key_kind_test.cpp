#include "access/key_kind.h"

#include <doctest/doctest.h>

namespace polhist::access {
namespace {

KeyKind kind_by(std::string_view key, std::initializer_list<const char*> operators) {
    KeyUse use;
    for (const char* name : operators) {
        use.add(parse_operator(name).value());
    }
    return kind_of(key, reference::known_key(key), use);
}

TEST_CASE("the kind of a key follows from what AWS documents, else from the operators") {
    CHECK(kind_by("aws:securetransport", {"StringEquals"}).values == ValueKind::truth);
    CHECK(kind_by("x:y", {"Bool"}).values == ValueKind::truth);
    CHECK(kind_by("x:y", {"Bool", "Null"}).values == ValueKind::truth);
    CHECK(kind_by("x:y", {"Bool", "StringEquals"}).values == ValueKind::text);
    CHECK(kind_by("aws:sourceip", {"IpAddress"}).values == ValueKind::address);
    CHECK(kind_by("aws:sourceip", {"IpAddress", "StringEquals"}).mixed);
    CHECK(kind_by("aws:epochtime", {"NumericLessThan", "DateLessThan"}).values ==
          ValueKind::instant);
    CHECK_FALSE(kind_by("aws:epochtime", {"NumericLessThan", "DateLessThan"}).mixed);
    CHECK(kind_by("x:y", {"NumericLessThan", "DateLessThan"}).mixed);
    CHECK(kind_by("aws:sourcearn", {"StringEquals"}).arns);
    CHECK(kind_by("aws:requestedregion", {}).usual);
}

TEST_CASE("whether a key has one value or several") {
    CHECK_FALSE(kind_by("aws:sourcevpce", {"ForAnyValue:StringEquals"}).several);
    CHECK(kind_by("aws:tagkeys", {"StringEquals"}).several);
    CHECK(kind_by("dynamodb:leadingkeys", {"StringEquals"}).several);
    CHECK(kind_by("x:y", {"ForAllValues:StringEquals"}).several);
    CHECK_FALSE(kind_by("x:y", {"StringEquals"}).several);
    CHECK_FALSE(kind_by("aws:requesttag/team", {"ForAllValues:StringEquals"}).several);
}

TEST_CASE("which values a key admits") {
    struct Row {
        const char* key;
        const char* comparison;
        const char* value;
        bool admitted;
    };

    const Row rows[] = {
        {"aws:securetransport", "Bool", "true", true},
        {"aws:securetransport", "Bool", "True", false},
        {"aws:sourceip", "IpAddress", "10.0.0.1", true},
        {"aws:sourceip", "IpAddress", "10.0.0.0/8", false},
        {"aws:currenttime", "DateLessThan", "2021-08-11T00:00:00Z", true},
        {"aws:currenttime", "DateLessThan", "soon", false},
        {"aws:sourcearn", "ArnLike", "arn:aws:s3:::bucket", true},
        {"aws:sourcearn", "ArnLike", "arn:aws:sns:us-east-1:111122223333:a:b", true},
        {"aws:sourcearn", "ArnLike", "arn:aws:sns:us-east-1:1111:topic", false},
        {"aws:sourcearn", "ArnLike", "bucket", false},
        {"aws:principalarn", "ArnLike", "arn:aws:iam::111122223333:role/a/b", true},
        {"aws:principalarn", "ArnLike", "arn:aws:iam::111122223333:root", true},
        {"aws:principalarn", "ArnLike", "arn:aws:iam::111122223333:group/a", false},
        {"aws:tagkeys", "ForAllValues:StringEquals", "", false},
        {"x:y", "StringEquals", "", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.key);
        CAPTURE(row.value);
        CHECK(admits(kind_by(row.key, {row.comparison}), row.key, row.value) == row.admitted);
    }
}

} // namespace
} // namespace polhist::access
