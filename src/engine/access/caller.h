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

#include "access/arn.h"
#include "policy/document.h"

#include <optional>
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

// The name of a role without its path, from `role/a/b` or `assumed-role/b/session`; else empty.
std::string_view role_name(const ArnFields& arn);

// What aws:PrincipalType is for the ARN of a caller, or of a role whose session asks; empty for
// what cannot ask.
std::string_view principal_type(const ArnFields& arn);

// Whether a principal can ask, a role through one of its sessions: no group, no account's number
// and no name with a wildcard.
bool is_caller(const policy::Principal& principal);

// A session of a role, or of the role of a session, by its ARN; another ARN as it is.
std::string session_of(std::string_view arn);

// What AWS puts into a request because of its caller. An anonymous one has no ARN.
struct CallerFacts {
    std::string arn;     // aws:PrincipalArn; the role of a session without its path
    std::string account; // aws:PrincipalAccount; `anonymous` for such a caller
    std::string type;    // aws:PrincipalType
};

// Nothing for a service, an identity provider, a canonical user and a caller of unknown account.
std::optional<CallerFacts> facts_of(const policy::Principal& caller);

// Whether aws:PrincipalArn can have this value for a caller of known account: the ARN of a session
// does not tell the path of its role.
bool is_principal_arn_of(std::string_view value, const policy::Principal& caller);

} // namespace polhist::access
