#include "answers/unknown_names.h"

#include <doctest/doctest.h>

namespace polhist::answers {

TEST_CASE("names that AWS does not list are said, with what may be meant") {
    const auto ends = [](const std::string& text, std::string_view end) {
        return text.ends_with(end);
    };
    CHECK(unknown_action("s3:GetObject").empty());
    CHECK(unknown_action("S3:getobject").empty());
    CHECK(unknown_action("s3:Get*").empty());
    CHECK(unknown_action("*").empty());
    CHECK(ends(unknown_action("s3:GetObjct"), "; did you mean `s3:GetObject`?"));
    CHECK(ends(unknown_action("dynamdb:GetItem"), "; did you mean `dynamodb`?"));
    CHECK(unknown_action("s3:Gte*").starts_with("AWS lists no action `s3:Gte*` (as of "));
    CHECK(unknown_service("iam").empty());
    CHECK(unknown_service("EC2").empty());
    CHECK(ends(unknown_service("lambd"), "; did you mean `lambda`?"));
    CHECK(unknown_key("aws:SourceIp").empty());
    CHECK(unknown_key("aws:PrincipalTag/team").empty());
    CHECK(unknown_key("s3:ExistingObjectTag/team").empty());
    CHECK(unknown_key("gitlab.com:sub").empty());
    CHECK(unknown_key("iam:PassedToService").empty());
    CHECK(ends(unknown_key("iam:PassedToServic"), "; did you mean `iam:passedtoservice`?"));
}

} // namespace polhist::answers
