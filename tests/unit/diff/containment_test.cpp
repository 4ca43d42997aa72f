#include "diff/containment.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::diff {

TEST_CASE("which statements take in a grant") {
    struct Row {
        std::string_view statement;
        std::string_view grant;
        bool expected;
    };

    const Row rows[] = {
        {R"("Action": "s3:Get*", "Resource": "*")",
         R"("Action": "S3:GetObject", "Resource": "*")",
         true},
        {R"("Action": "s3:Get*", "Resource": "*")",
         R"("Action": "s3:Put", "Resource": "*")",
         false},
        {R"("Action": "s3:Get*", "Resource": "*")",
         R"("Action": "s3:GetA*", "Resource": "*")",
         true},
        {R"("Action": "s3:Get?", "Resource": "*")",
         R"("Action": "s3:Get*", "Resource": "*")",
         false},
        {R"("NotAction": "s3:*", "Resource": "*")",
         R"("Action": "iam:Get", "Resource": "*")",
         true},
        {R"("NotAction": "s3:*", "Resource": "*")",
         R"("Action": "s3:Get", "Resource": "*")",
         false},
        {R"("NotAction": "s3:*", "Resource": "*")", R"("Action": "iam:*", "Resource": "*")", false},
        {R"("NotAction": "s3:Get", "Resource": "*")",
         R"("NotAction": "s3:*", "Resource": "*")",
         true},
        {R"("NotAction": "s3:*", "Resource": "*")",
         R"("NotAction": "s3:Get", "Resource": "*")",
         false},
        {R"("Action": "*", "Resource": "*")", R"("NotAction": "s3:Get", "Resource": "*")", true},
        {R"("Action": "*", "Resource": "arn:aws:s3:::b*")",
         R"("Action": "*", "Resource": "arn:aws:s3:::b/*")",
         true},
        {R"("Action": "*", "Resource": "arn:aws:s3:::b/*")",
         R"("Action": "*", "Resource": "arn:aws:s3:::b*")",
         false},
        {R"("Action": "*", "Resource": "arn:aws:s3:::*")",
         R"("Action": "*", "Resource": "arn:aws:s3:::${aws:username}")",
         false},
        {R"("Action": "*", "Resource": "*")",
         R"("Action": "*", "Resource": "arn:aws:s3:::${aws:username}")",
         true},
        {R"("Action": "*", "NotResource": "arn:aws:s3:::b")",
         R"("Action": "*", "Resource": "arn:aws:s3:::c")",
         true},
        {R"("Action": "*", "NotResource": "arn:aws:s3:::b*")",
         R"("Action": "*", "Resource": "arn:aws:s3:::bc")",
         false},
        {R"("Action": "*", "Principal": "*")",
         R"("Action": "*", "Principal": {"Service": "x"})",
         true},
        {R"("Action": "*", "Principal": {"Service": "x"})",
         R"("Action": "*", "Principal": "*")",
         false},
        {R"("Action": "*", "Principal": {"AWS": "111122223333"})",
         R"("Action": "*", "Principal": {"AWS": "arn:aws:iam::111122223333:user/u"})",
         true},
        {R"("Action": "*", "Resource": "*")",
         R"("Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a": "1"}})",
         true},
        {R"("Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a": "1"}})",
         R"("Action": "*", "Resource": "*")",
         false},
        {R"("Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a": ["1", "2"]}})",
         R"("Action": "*", "Resource": "*", "Condition": {"stringequals": {"A": "1"}})",
         true},
        {R"("Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"a": ["1", "2"]}})",
         R"("Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"a": "1"}})",
         false},
        {R"("Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"a": "1"}})",
         R"("Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"a": ["1", "2"]}})",
         true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.statement);
        CAPTURE(row.grant);
        const auto with = [](std::string_view body) {
            return document_of(document_with("{\"Effect\": \"Allow\", " + std::string(body) + "}"));
        };
        const policy::Document document = with(row.statement);
        const policy::Document other = with(row.grant);
        const policy::Grant grant = policy::grants_of(other).front();
        const auto found = Containment(document, true, 100).statements_containing(grant);
        CHECK(found.size() == (row.expected ? 1 : 0));
        CHECK(Containment(document, true, 1).statements_containing(grant).empty());
        CHECK(Containment(document, false, 100).statements_containing(grant).empty());
    }
}

} // namespace polhist::diff
