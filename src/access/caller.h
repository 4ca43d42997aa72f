// Who asks, and which lists of principals are about them.
//
// A caller is a chain of links: an account's root, then a user; or root, role, session; or a
// federated user of an account; or one service, identity provider or canonical user; or nobody that
// is known. A role on its own stands for one of its sessions, of which no list has the name. A
// Principal takes in a caller when one of its names does. A NotPrincipal is not the opposite of
// that: AWS looks at the links one by one, so a Deny exempts only callers all of whose links are
// listed, and an Allow takes in only those of whom none is. Source: "AWS JSON policy elements:
// NotPrincipal" and "Principal" in the IAM User Guide.
//
// Example: Deny for NotPrincipal [account 111122223333, its user bob]. Bob is exempt. Alice of the
// same account is not: her account is listed, she is not. With bob alone on the list he is denied
// too, because his account is not listed; of that AWS says that it might be so.

#pragma once

#include "policy/document.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace polhist::access {

// A caller without credentials.
inline const policy::Principal anonymous{"AWS", "anonymous"};

// Whether a principal that a statement names is, or takes in, the one that asks. Everyone takes in
// all; an account all its users and roles; a role its sessions.
bool takes_in(const policy::Principal& named, const policy::Principal& asking);

// The names of a Principal or NotPrincipal, looked up instead of read one by one. They must stay.
class ListedNames {
public:
    explicit ListedNames(const policy::Principals& names);

    // Whether the list matches a caller, in a statement of this effect.
    [[nodiscard]] bool match(policy::Effect effect, const policy::Principal& asking) const;

    // Whether AWS leaves open what a NotPrincipal says of a caller: some links are listed and
    // others not. A Deny is clear about a caller who is not listed in person.
    [[nodiscard]] bool is_unclear(policy::Effect effect, const policy::Principal& asking) const;

private:
    struct Links;

    [[nodiscard]] Links links_of(const policy::Principal& asking) const;

    bool negated_;
    bool everyone_ = false;
    std::set<policy::Principal> exact_;
    std::set<std::string_view> accounts_;                           // as a whole
    std::set<std::pair<std::string_view, std::string_view>> roles_; // account and name
};

// The fields of a caller's ARN.
struct CallerArn {
    std::string_view partition;
    std::string_view service; // `iam`, `sts`
    std::string_view account;
    std::string_view rest; // `user/bob`, `assumed-role/ops/alice`
};

// Nothing but empty fields where the text is no ARN.
CallerArn caller_arn(std::string_view text);

bool is_account(std::string_view text); // twelve digits

// The name of a role without its path, from `role/a/b` or `assumed-role/b/session`; else empty.
std::string_view role_name(const CallerArn& arn);

} // namespace polhist::access
