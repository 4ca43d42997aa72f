#include "given.h"
#include "ingest/account.h"
#include "json/tree.h"

#include <doctest/doctest.h>

namespace polhist::ingest {
namespace {

using Kinds = std::vector<std::string>;

struct Row {
    std::string_view what;
    std::string users;
    std::string groups;
    std::string roles;
    std::string policies;
    Kinds kinds;
};

const std::string own = "{'PolicyName':'P','Arn':'arn:aws:iam::111122223333:policy/P'}";
const std::string of_aws = "{'PolicyName':'A','Arn':'arn:aws:iam::aws:policy/A'}";
const std::string role = "{'RoleName':'R','Arn':'arn:aws:iam::111122223333:role/R'}";
const std::string user = "{'UserName':'U','GroupList':['G']}";
const std::string group = "{'GroupName':'G'}";
const std::string attached =
    "{'RoleName':'R','AttachedManagedPolicies':[{'PolicyArn':'arn:aws:iam::aws:policy/A'}]}";

json::Tree dump(const std::string& text) {
    static std::string kept;
    kept = given::quoted(text);
    auto tree = json::Tree::parse({"d", kept});
    REQUIRE(tree);
    return std::move(*tree);
}

TEST_CASE("lists that are whole") {
    const std::vector<Row> rows{
        {"nothing is missing", user, group, role, own, {"group", "managed", "role", "user"}},
        {"no users, and nothing says that there are any",
         "",
         "",
         role,
         own,
         {"group", "managed", "role", "user"}},
        {"no roles any more", user, group, "", "", {"group", "managed", "role", "user"}},
        {"what is attached is there",
         "",
         "",
         attached,
         of_aws,
         {"group", "managed", "role", "user"}},
        {"--filter Role", "", "", attached, "", {"role"}},
        {"--filter User", user, "", "", "", {"user"}},
        {"--filter Role LocalManagedPolicy", "", "", attached, own, {"managed", "role"}},
        {"--filter LocalManagedPolicy", "", "", "", own, {"managed"}},
        {"--filter AWSManagedPolicy", "", "", "", of_aws, {}},
        {"nothing at all", "", "", "", "", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const std::string text = "{'UserDetailList':[" + row.users + "],'GroupDetailList':[" +
                                 row.groups + "],'RoleDetailList':[" + row.roles +
                                 "],'Policies':[" + row.policies + "]}";
        CHECK(kinds_listed(dump(text)) == row.kinds);
    }
    CHECK(kinds_listed(dump("{'RoleDetailList':[" + role + "],'Policies':[" + own + "]}")) ==
          Kinds{"managed", "role"});
}

TEST_CASE("whose account it is") {
    const auto account = [](const std::string& roles, const std::string& policies) {
        return account_of(dump("{'RoleDetailList':[" + roles + "],'Policies':[" + policies + "]}"),
                          "local");
    };
    CHECK(account(role, own + "," + of_aws) == "111122223333");
    CHECK(account("", of_aws) == std::nullopt);
    CHECK(account("{'RoleName':'R'}", of_aws) == "local");
    CHECK(account("{'RoleName':'R','Arn':'arn:aws:iam::444455556666:role/R'}", own) ==
          std::nullopt);
}

} // namespace
} // namespace polhist::ingest
