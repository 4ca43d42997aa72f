#include "given.h"

#include <doctest/doctest.h>

#include <chrono>

namespace polhist::ingest {
namespace {

using given::quoted;

Result<Imported> read(const std::string& text, const Options& options = {}) {
    return read_file({"d", text}, "", options);
}

std::string version(std::string_view id, bool is_default, std::string_view document) {
    return quoted(fmt::format("{{'VersionId':'{}','IsDefaultVersion':{},"
                              "'CreateDate':'2021-01-0{}T00:00:00Z','Document':",
                              id,
                              is_default,
                              id.back())) +
           std::string(document) + "}";
}

std::string policy(std::string_view name, std::string_view members, std::string_view versions) {
    return quoted(fmt::format("{{'PolicyName':'{}','Arn':'arn:aws:iam::123456789012:policy/x/{}',{}"
                              "'PolicyVersionList':[",
                              name,
                              name,
                              members)) +
           std::string(versions) + "]}";
}

std::string dump(std::string_view policies, std::string_view lists = "") {
    return quoted(fmt::format("{{'UserDetailList':[],{}'Policies':[", lists)) +
           std::string(policies) + "]}";
}

const std::string one = given::allowing("a:One");
const std::string two = given::allowing("a:Two");

TEST_CASE("managed policies come with all their versions") {
    Options options;
    options.at = parse_instant("2022-01-01T00:00:00Z");
    const auto imported =
        read(dump(policy("P",
                         "'DefaultVersionId':'v1','CreateDate':'2020-01-01T00:00:00Z',"
                         "'UpdateDate':'2021-01-02T00:00:00Z',",
                         version("v2", false, two) + "," + version("v1", true, one)) +
                  "," + policy("Q", "", version("v3", true, "\"%7B%22Statement%22%3A%5B%5D%7D\""))),
             options);
    CHECK(given::troubles(imported).empty());
    const timeline::Claims& claims = imported->claims;
    CHECK(given::versions(claims) ==
          std::vector<std::string>{"123456789012:P v1 2021-01-01T00:00:00Z",
                                   "123456789012:P v2 2021-01-02T00:00:00Z",
                                   "123456789012:Q v3 2021-01-03T00:00:00Z"});
    REQUIRE(claims.policies.size() == 2);
    CHECK(claims.policies[0].arn == "arn:aws:iam::123456789012:policy/x/P");
    CHECK(given::date(claims.policies[0].created) == "2020-01-01T00:00:00Z");
    REQUIRE(claims.listings.size() == 2);
    CHECK(claims.listings[0].default_version == "v1");
    CHECK(given::date(claims.listings[0].updated) == "2021-01-02T00:00:00Z");
    CHECK(claims.forms[0].bytes == two);
    CHECK(claims.forms[2].bytes == "{\"Statement\":[]}");
    REQUIRE(claims.observations.size() == 2);
    CHECK(claims.observations[0].version == "v1");
}

TEST_CASE("policies that stand in users, groups and roles") {
    const std::string identities =
        fmt::format("'RoleDetailList':[{{'RoleName':'R','Arn':'arn:aws:iam::123456789012:role/R',"
                    "'AssumeRolePolicyDocument':{},'RolePolicyList':"
                    "[{{'PolicyName':'P','PolicyDocument':{}}}]}}],"
                    "'GroupDetailList':[{{'GroupName':'G','GroupPolicyList':"
                    "[{{'PolicyName':'P','PolicyDocument':{}}}]}}],",
                    given::trusting(),
                    one,
                    two);
    std::string text = dump("", identities);
    const std::string user =
        fmt::format("[{{'UserName':'U','Arn':'arn:aws:iam::123456789012:user/U','UserPolicyList':"
                    "[{{'PolicyName':'P','PolicyDocument':{}}}]}}]",
                    one);
    text.replace(text.find("[]"), 2, quoted(user));
    const auto imported = read(text);
    CHECK(given::troubles(imported).empty());
    std::vector<std::string> names;
    for (const timeline::VersionClaim& claim : imported->claims.versions) {
        names.push_back(claim.policy.scope + ":" + claim.policy.name);
        CHECK(claim.source == timeline::SourceClass::bare);
    }
    CHECK(names == std::vector<std::string>{"123456789012:user/U/inline/P",
                                            "local:group/G/inline/P",
                                            "123456789012:role/R/trust",
                                            "123456789012:role/R/inline/P"});
}

TEST_CASE("what users, groups and roles have, of an account that is known and at a time") {
    const std::string role =
        quoted("{'RoleName':'R','Arn':'arn:aws:iam::123456789012:role/p/R',"
               "'CreateDate':'2020-01-01T00:00:00Z','AttachedManagedPolicies':"
               "[{'PolicyName':'B','PolicyArn':'arn:b'},{'PolicyName':'A','PolicyArn':'arn:a'}],"
               "'PermissionsBoundary':{'PermissionsBoundaryArn':'arn:c'}}");
    const std::string user = quoted("{'UserName':'U','Arn':'arn:aws:iam::123456789012:user/U',"
                                    "'GroupList':['h','g'],'UserPolicyList':[]}");
    const std::string text =
        fmt::format(R"({{"UserDetailList":[{}],"RoleDetailList":[{}],"GroupDetailList":[],)"
                    R"("Policies":[],"IsTruncated":false}})",
                    user,
                    role);
    Options options;
    options.at = *start_of_day("2020-02-01");
    const auto imported = read(text, options);
    REQUIRE(imported);
    const auto& seen = imported->claims.principals;
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].principal == timeline::PrincipalKey{"123456789012", "user/U"});
    CHECK(seen[0].groups == std::vector<std::string>{"g", "h"});
    CHECK(seen[1].principal.name == "role/R");
    CHECK(seen[1].arn == "arn:aws:iam::123456789012:role/p/R");
    CHECK(seen[1].attached == std::vector<std::string>{"arn:a", "arn:b"});
    CHECK(seen[1].boundary == "arn:c");
    CHECK(seen[1].observer == "account/123456789012");
    CHECK(seen[1].at == *options.at);
    CHECK(seen[1].created == start_of_day("2020-01-01"));
}

TEST_CASE("what is wrong costs its policy or version, never the rest") {
    struct Row {
        std::string_view name;
        std::string policies;
        std::vector<std::string> versions; // that are left of P and Q
        std::string_view trouble;          // of the first rejection
    };

    const std::string good = policy("Q", "", version("v1", true, two));
    const std::string q = "123456789012:Q v1 2021-01-01T00:00:00Z";
    const std::string v1 = "123456789012:P v1 2021-01-01T00:00:00Z";
    const std::string bad = R"({"Statement":[{"Effect":"Alow"}]})";
    const std::vector<Row> rows{
        {"a bad document",
         policy("P", "", version("v1", true, one) + "," + version("v2", false, bad)),
         {v1, q},
         "$.Policies[0].PolicyVersionList[1]: d:1:"},
        {"a bad date",
         policy("P", "", version("v1", true, one) + "," + version("vx", false, one)),
         {v1, q},
         "$.Policies[0].PolicyVersionList[1]: d:1:"},
        {"a bad date of the default version",
         policy("P",
                "'DefaultVersionId':'vx',",
                version("v1", false, one) + "," + version("vx", true, one)),
         {v1, q},
         "$.Policies[0].PolicyVersionList[1]: d:1:"},
        {"no VersionId",
         policy("P", "", version("v1", true, one) + ",{\"Document\":" + one + "}"),
         {v1, q},
         "the version has no `VersionId`"},
        {"no Document",
         policy("P", "", version("v1", true, one) + R"(,{"VersionId":"v2"})"),
         {v1, q},
         "has no `Document`; add it"},
        {"two defaults",
         policy("P", "", version("v1", true, one) + "," + version("v2", true, two)),
         {q},
         "`P` has two default versions, `v1` and `v2`; keep one"},
        {"no default",
         policy("P", "", version("v1", false, one)),
         {q},
         "`P` has no default version"},
        {"no versions", policy("P", "", ""), {q}, "`P` has no default version"},
        {"another default",
         policy("P", "'DefaultVersionId':'v2',", version("v1", true, one)),
         {q},
         "`DefaultVersionId` of `P` is `v2`, but `IsDefaultVersion` says `v1`; mend one"},
        {"a version twice",
         policy("P", "", version("v1", true, one) + "," + version("v1", false, two)),
         {q},
         "`v1` is listed twice; keep one"},
        {"an ARN twice",
         policy("P", "", version("v1", true, one)) + "," +
             policy("P", "", version("v1", true, two)),
         {q},
         "`arn:aws:iam::123456789012:policy/x/P` stands twice; keep one"},
        {"no list", R"({"PolicyName":"P"})", {q}, "`P` has no list `PolicyVersionList`; add it"},
        {"no name", "{}", {q}, "the entry has no `PolicyName`; add it"},
        {"no entry", "7", {q}, "an entry must be an object, not a number"},
        {"no ARN of a policy",
         R"({"PolicyName":"P","Arn":"arn:aws:iam::123456789012:role/P"})",
         {q},
         "`arn:aws:iam::123456789012:role/P` is no ARN of a policy"},
        {"an ARN of another",
         R"({"PolicyName":"P","Arn":"arn:aws:iam::123456789012:policy/O"})",
         {q},
         "`PolicyName` is `P`, but its ARN is"},
        {"a name that is a path", R"({"PolicyName":"../P"})", {q}, "is no name that IAM gives"},
        {"a bad date of the policy",
         policy("P", "'CreateDate':'x',", version("v1", true, one)),
         {q},
         "`CreateDate` is `x`"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto imported = read(dump(row.policies + "," + good));
        const auto troubles = given::troubles(imported);
        REQUIRE(!troubles.empty());
        CAPTURE(troubles[0]);
        CHECK(troubles[0].find(row.trouble) != std::string::npos);
        REQUIRE(imported);
        CHECK(given::versions(imported->claims) == row.versions);
    }
}

TEST_CASE("identities that are wrong cost no other") {
    const std::vector<std::pair<std::string, std::string_view>> rows{
        {"'RoleDetailList':7,", "`RoleDetailList` must be an array"},
        {"'RoleDetailList':[{}],", "the entry has no `RoleName`; add it"},
        {"'RoleDetailList':[{'RoleName':'R','RolePolicyList':7}],", "`RolePolicyList` must be"},
        {"'RoleDetailList':[{'RoleName':'R','AssumeRolePolicyDocument':{}}],", "Statement"},
        {"'RoleDetailList':[{'RoleName':'R','RolePolicyList':[{'PolicyName':'P'}]}],",
         "has no `PolicyDocument`; add it"},
        {"'RoleDetailList':[{'RoleName':'R','RolePolicyList':[{}]}],",
         "`RolePolicyList` has an element without `PolicyName`"},
        {"'RoleDetailList':[{'RoleName':'R','AttachedManagedPolicies':7}],",
         "`AttachedManagedPolicies` must be an array"},
        {"'RoleDetailList':[{'RoleName':'R','AttachedManagedPolicies':[{}]}],",
         "`AttachedManagedPolicies` has an element without `PolicyArn`"},
        {"'RoleDetailList':[{'RoleName':'R','GroupList':[7]}],",
         "`GroupList` has something else than a name"},
        {"'RoleDetailList':[{'RoleName':'R','PermissionsBoundary':{}}],",
         "the boundary has no `PermissionsBoundaryArn`; add it"},
    };
    for (const auto& [list, trouble] : rows) {
        const auto& shown = list; // clang 14 captures no bindings
        CAPTURE(shown);
        const auto imported = read(dump(policy("Q", "", version("v1", true, two)), list));
        const auto troubles = given::troubles(imported);
        REQUIRE(troubles.size() == 1);
        CAPTURE(troubles[0]);
        CHECK(troubles[0].find(trouble) != std::string::npos);
        CHECK(imported->claims.versions.size() == 1);
    }
}

TEST_CASE("a dump that is not whole is refused") {
    const std::vector<std::pair<std::string_view, std::string_view>> rows{
        {"{'Policies':[],'UserDetailList':[],'IsTruncated':true,'Marker':'x'}",
         "refused: d:1:50: `IsTruncated` is true: the list is not whole; fetch all its pages "
         "($.IsTruncated)"},
        {"{'Policies':[],'UserDetailList':[],'IsTruncated':'no'}",
         "refused: d:1:50: `IsTruncated` must be a boolean ($.IsTruncated)"},
        {"{'Policies':[],'UserDetailList':[],'NextToken':'x'}",
         "refused: d:1:48: has a `NextToken`: the list is not whole; fetch it without --max-items "
         "($.NextToken)"},
        {"{'UserDetailList':[]}", "refused: d:1:1: has no `Policies`; add it ($)"},
        {"{'UserDetailList':[],'Policies':{}}",
         "refused: d:1:33: `Policies` must be an array, not an object ($.Policies)"},
    };
    for (const auto& [text, trouble] : rows) {
        const auto& shown = text; // clang 14 captures no bindings
        CAPTURE(shown);
        const auto troubles = given::troubles(read(quoted(std::string(text))));
        REQUIRE(troubles.size() == 1);
        CHECK(troubles[0] == trouble);
    }
    CHECK(given::troubles(read(dump("", "'IsTruncated':false,'NextToken':null,"))).empty());
}

TEST_CASE("listings") {
    const auto imported =
        read(quoted("{'Policies':["
                    "{'PolicyName':'P','Arn':'arn:aws:iam::aws:policy/P','DefaultVersionId':'v13',"
                    "'CreateDate':'2020-01-01T00:00:00Z','UpdateDate':'2021-08-11T18:07:10+00:00'},"
                    "{'PolicyName':'Q'},"
                    "{'PolicyName':'P','Arn':'arn:aws:iam::aws:policy/P'},"
                    "{'PolicyName':'R','DefaultVersionId':'13'},"
                    "{'PolicyName':7}]}"));
    REQUIRE(imported);
    const timeline::Claims& claims = imported->claims;
    REQUIRE(claims.policies.size() == 2);
    CHECK(claims.policies[0].policy == timeline::PolicyKey{"aws", "P"});
    CHECK(claims.policies[1].policy == timeline::PolicyKey{"local", "Q"});
    REQUIRE(claims.listings.size() == 1);
    CHECK(claims.listings[0].default_version == "v13");
    CHECK(given::date(claims.listings[0].updated) == "2021-08-11T18:07:10Z");
    const auto troubles = given::troubles(imported);
    REQUIRE(troubles.size() == 3);
    CHECK(troubles[0].find("$.Policies[2]: ") == 0);
    CHECK(troubles[0].find("`P` is listed twice; keep one") != std::string::npos);
    CHECK(troubles[1].find("`13` is no version id") != std::string::npos);
    CHECK(troubles[2].find("`PolicyName` must be a string, not a number") != std::string::npos);
}

TEST_CASE("thousands of bad documents are counted in good time") {
    std::string policies;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i) {
        policies += (i == 0 ? "" : ",") +
                    policy("P" + std::to_string(i), "", version("v1", true, R"({"Statement":7})"));
    }
    const auto before = std::chrono::steady_clock::now();
    const auto imported = read(dump(policies));
    const auto spent = std::chrono::steady_clock::now() - before;
    REQUIRE(imported);
    CHECK(imported->rejected.size() == 10'001);
    CHECK(imported->rejected.back().error == "d: 10000 more were rejected");
    CHECK(imported->claims.policies.size() == count);
    // Quadratic, it would take minutes.
    CHECK(spent < std::chrono::seconds(20));
}

} // namespace
} // namespace polhist::ingest
