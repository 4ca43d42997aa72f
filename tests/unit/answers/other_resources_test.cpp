#include "answers/other_resources.h"
#include "documents.h"

#include <doctest/doctest.h>

namespace polhist::answers {
namespace {

TEST_CASE("statements that a request misses by its resource alone") {
    const policy::Document document = document_of(document_with(
        R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"},
           {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
           {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "*"},
           {"Effect": "Allow", "Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:instance/*"},
           {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${k}",
            "Condition": {"Bool": {"k:b": "true"}}},
           {"Effect": "Deny", "Action": "S3:getobject", "Resource": "arn:aws:s3:::c"},
           {"Effect": "Deny", "Action": "s3:Get*", "NotResource": "arn:aws:s3:::c"},
           {"Effect": "Allow", "Action": "s3:*", "Principal": "*"})"));
    const auto indices = [&](std::string_view resource, policy::Effect effect) {
        std::string text;
        const access::Request request{"s3:GetObject", std::string(resource), {}, {}};
        for (const policy::Statement* statement : on_other_resources(document, request, effect)) {
            text += std::to_string(statement->index);
        }
        return text;
    };
    CHECK(indices("*", policy::Effect::allow) == "024");
    CHECK(indices("*", policy::Effect::deny) == "5");
    CHECK(indices("arn:aws:s3:::b/k", policy::Effect::allow) == "24");
    CHECK(indices("arn:aws:s3:::c", policy::Effect::deny) == "6");
}

} // namespace
} // namespace polhist::answers
