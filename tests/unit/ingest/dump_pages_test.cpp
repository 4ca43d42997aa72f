#include "ingest/dump_pages.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

std::string together(std::string_view text) {
    const auto tree = json::Tree::parse({"f", text});
    REQUIRE(tree);
    return pages_together(tree->root()).value_or("none");
}

} // namespace

TEST_CASE("pages of a dump are put together") {
    CHECK(
        together(
            R"([{"UserDetailList": [{"a": 1}], "Policies": [], "IsTruncated": true},)"
            R"( {"UserDetailList": [{"a": 2}, {"a": 1}], "RoleDetailList": [3], "IsTruncated": false}])") ==
        R"({"UserDetailList":[{"a": 1},{"a": 2}],"RoleDetailList":[3],"Policies":[],)"
        R"("IsTruncated":false})");
    // What the last page says holds: another follows.
    CHECK(together(R"([{"RoleDetailList": [], "IsTruncated": true}])") ==
          R"({"RoleDetailList":[],"IsTruncated":true})");
    CHECK(together(R"([{"Version": "2012-10-17", "Statement": []}])") == "none");
    CHECK(together(R"([{"UserDetailList": []}, {"Statement": []}])") == "none");
    CHECK(together(R"([{"IsTruncated": false, "Policies": {"a": 1}}])") == "none");
    CHECK(together(R"([{"IsTruncated": false, "Policies": null}])") == "none");
    CHECK(together("[]") == "none");
    CHECK(together(R"({"UserDetailList": []})") == "none");
}

} // namespace polhist::ingest
