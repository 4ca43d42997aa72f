// What one document says of one request.
//
// Allowed is what some Allow matches and no Deny does; the order of statements means nothing. A
// request is an action, a resource (`*` for actions without one), values for condition keys, and a
// principal where a statement names one. Source: "Policy evaluation logic" in the IAM User Guide.

#pragma once

#include "access/condition.h"
#include "access/verdict.h"

#include <string_view>
#include <vector>

namespace polhist::access {

enum class Outcome { allow, explicit_deny, implicit_deny, undecided };

std::string_view name_of(Outcome outcome); // `explicit-deny`

// A statement made ready for many requests.
struct CompiledStatement {
    const policy::Statement* source = nullptr;
    std::vector<Pattern> resources;
    std::vector<Test> tests;
    const policy::Condition* unknown = nullptr; // whose operator is not known
};

// Whether a `*` of a resource crosses the fields of ARNs, as it does for AWS, or stays inside.
enum class ResourceReading { crossing, fieldwise };

// A document made ready for many requests: good as long as the document stays.
class Compiled {
public:
    explicit Compiled(const policy::Document& document,
                      ResourceReading reading = ResourceReading::crossing);

    [[nodiscard]] const std::vector<CompiledStatement>& statements() const { return statements_; }

private:
    std::vector<CompiledStatement> statements_;
};

// `statement`: the first that denies or allows; the one that cannot be decided, because its
// operator is not known, where that is what matters; none for an implicit deny.
struct Decision {
    Outcome outcome = Outcome::implicit_deny;
    const policy::Statement* statement = nullptr;
};

Decision evaluate(const Compiled& policy, const Request& request);

// Whether a principal that a statement names is, or takes in, the one that asks. Everyone takes in
// all; an account all its users and roles; a role its sessions.
bool takes_in(const policy::Principal& named, const policy::Principal& asking);

} // namespace polhist::access
