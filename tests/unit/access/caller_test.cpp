#include "access/caller.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Principal;

const Principal everyone{"AWS", "*"};
const Principal number{"AWS", "111122223333"};
const Principal root{"AWS", "arn:aws:iam::111122223333:root"};
const Principal bob{"AWS", "arn:aws:iam::111122223333:user/bob"};
const Principal alice{"AWS", "arn:aws:iam::111122223333:user/alice"};
const Principal role{"AWS", "arn:aws:iam::111122223333:role/path/ops"};
const Principal session{"AWS", "arn:aws:sts::111122223333:assumed-role/ops/s"};
const Principal session_of_ops{"AWS", "arn:aws:sts::111122223333:assumed-role/ops/t"};
const Principal session_of_dev{"AWS", "arn:aws:sts::111122223333:assumed-role/dev/s"};
const Principal federated_user{"AWS", "arn:aws:sts::111122223333:federated-user/f"};
const Principal other_user{"AWS", "arn:aws:iam::444455556666:user/bob"};
const Principal other_session{"AWS", "arn:aws:sts::444455556666:assumed-role/ops/s"};
const Principal service{"Service", "ec2.amazonaws.com"};
const Principal other_service{"Service", "sns.amazonaws.com"};
const Principal provider{"Federated", "cognito-identity.amazonaws.com"};
const Principal canonical{"CanonicalUser", "79a59df9"};

const std::vector<Principal> callers{root,
                                     bob,
                                     alice,
                                     role,
                                     session,
                                     session_of_ops,
                                     session_of_dev,
                                     federated_user,
                                     other_user,
                                     other_session,
                                     service,
                                     other_service,
                                     provider,
                                     canonical,
                                     anonymous};

struct Row {
    std::vector<Principal> names;
    std::vector<Principal> matched;   // all other callers are not
    std::vector<Principal> unclear{}; // of whom AWS leaves it open
};

std::vector<Principal> without(const std::vector<Principal>& some) {
    std::vector<Principal> left;
    for (const Principal& caller : callers) {
        if (std::find(some.begin(), some.end(), caller) == some.end()) {
            left.push_back(caller);
        }
    }
    return left;
}

void check(const Row& row, bool negated, Effect effect) {
    const policy::Principals names{negated, row.names};
    const ListedNames list(names);
    const auto is_in = [](const std::vector<Principal>& some, const Principal& caller) {
        return std::find(some.begin(), some.end(), caller) != some.end();
    };
    std::string named;
    for (const Principal& name : row.names) {
        named += name.value + " ";
    }
    CAPTURE(named);
    for (const Principal& caller : callers) {
        CAPTURE(caller.value);
        CHECK(list.match(effect, caller) == is_in(row.matched, caller));
        CHECK(list.is_unclear(effect, caller) == is_in(row.unclear, caller));
    }
}

TEST_CASE("whom a Principal matches, with either effect") {
    const std::vector<Principal> of_account{
        root, bob, alice, role, session, session_of_ops, session_of_dev, federated_user};
    const Row rows[] = {
        {{}, {}},
        {{everyone}, callers},
        {{number}, of_account},
        {{root}, of_account},
        {{bob}, {bob}},
        {{role}, {role, session, session_of_ops}},
        {{session}, {session}},
        {{federated_user}, {federated_user}},
        {{service}, {service}},
        {{provider}, {provider}},
        {{canonical}, {canonical}},
        {{anonymous}, {}}, // no name of a policy
        {{bob, service, other_user}, {bob, service, other_user}},
    };
    for (const Row& row : rows) {
        check(row, false, Effect::allow);
        check(row, false, Effect::deny);
    }
}

TEST_CASE("whom a Deny with NotPrincipal matches: a caller some link of whom is not listed") {
    const Row rows[] = {
        {{}, callers},
        {{everyone}, {}},
        {{number}, without({root})},
        {{root}, without({root})},
        {{bob}, callers, {bob}},
        {{bob, number}, without({root, bob})},
        {{bob, root}, without({root, bob})},
        {{role}, callers},
        {{role, root}, without({root})},
        {{session}, callers, {session}},
        {{session, root}, without({root}), {session}},
        {{session, role}, callers, {session}},
        {{session, role, root}, without({root, session})},
        {{federated_user, root}, without({root, federated_user})},
        {{federated_user}, callers, {federated_user}},
        {{service}, without({service})},
        {{provider}, without({provider})},
        {{canonical}, without({canonical})},
        {{anonymous}, callers},
    };
    for (const Row& row : rows) {
        check(row, true, Effect::deny);
    }
}

TEST_CASE("whom an Allow with NotPrincipal matches: a caller no link of whom is listed") {
    const std::vector<Principal> behind_root{
        bob, alice, role, session, session_of_ops, session_of_dev, federated_user};
    const std::vector<Principal> strangers{
        other_user, other_session, service, other_service, provider, canonical, anonymous};
    const Row rows[] = {
        {{}, callers},
        {{everyone}, {}},
        {{number}, strangers, behind_root},
        {{root}, strangers, behind_root},
        {{bob}, without({bob}), {bob}},
        {{bob, root},
         strangers,
         {alice, role, session, session_of_ops, session_of_dev, federated_user}},
        {{role}, without({role, session, session_of_ops}), {role, session, session_of_ops}},
        {{session}, without({session}), {session}},
        {{session, role, root},
         strangers,
         {bob, alice, role, session_of_ops, session_of_dev, federated_user}},
        {{service}, without({service})},
        {{provider}, without({provider})},
        {{canonical}, without({canonical})},
        {{anonymous}, callers},
    };
    for (const Row& row : rows) {
        check(row, true, Effect::allow);
    }
}

TEST_CASE("the number of an account asks as its root") {
    for (const bool negated : {false, true}) {
        for (const std::vector<Principal>& names :
             {std::vector{root}, std::vector{number}, std::vector{bob}, std::vector{everyone}}) {
            const policy::Principals listed{negated, names};
            const ListedNames list(listed);
            CHECK(list.match(Effect::deny, number) == list.match(Effect::deny, root));
            CHECK(list.match(Effect::allow, number) == list.match(Effect::allow, root));
        }
    }
}

TEST_CASE("the name of a role, and what is an account") {
    CHECK(role_name(arn_fields(role.value)) == "ops");
    CHECK(role_name(arn_fields(session.value)) == "ops");
    CHECK(role_name(arn_fields(bob.value)).empty());
    CHECK(arn_fields("111122223333").account.empty());
    CHECK(is_account("111122223333"));
    CHECK_FALSE(is_account("11112222333"));
    CHECK_FALSE(is_account("1111222233334"));
    CHECK_FALSE(is_account("11112222333x"));
    CHECK_FALSE(is_account(""));
}

} // namespace
} // namespace polhist::access
