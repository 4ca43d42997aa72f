// One entry of what IAM lists: its name and ARN, and the errors that it can have.

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/tree.h"
#include "timeline/claim.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::ingest {

// The error of a value, told with its place in the whole text for the first hundred of a source;
// any further would cost a look through the text each.
class Complaints {
public:
    Error at(const json::Value& value, std::string_view message);

    // Whether one more may be told with its place; `take` counts it.
    [[nodiscard]] bool has_room() const;
    bool take();

private:
    std::size_t told_ = 0;
};

// The members that name an entry: `PolicyName` and `Arn`, `RoleName` and `Arn`, …
struct Naming {
    std::string_view member; // `PolicyName`
    std::string_view type;   // of the ARN: `policy`
    const json::Value* entry;
};

struct Named {
    timeline::PolicyKey key; // `name` as IAM has it
    std::string arn;         // empty where there is none
};

// The name of an entry and, where its ARN tells, its scope; `scope` is whose it is otherwise.
Result<Named> read_name(const Naming& naming, const std::string& scope, Complaints& complaints);

// Whether the answer of IAM holds all; if not, or where it has no `Policies`, an error.
Result<json::Value> read_whole(const json::Tree& tree);

// The string of a member; empty where it is absent. Any other type is an error.
Result<std::string_view>
read_string(const json::Value& entry, std::string_view member, Complaints& complaints);

// The instant of a member; none where it is absent or null.
Result<std::optional<Instant>>
read_date(const json::Value& entry, std::string_view member, Complaints& complaints);

// What IAM lists of a managed policy beside its name.
struct PolicyFacts {
    std::optional<Instant> created;
    std::optional<Instant> updated;   // creation of its newest version
    std::string_view default_version; // empty where it is not said
};

Result<PolicyFacts> read_policy_facts(const json::Value& entry, Complaints& complaints);

} // namespace polhist::ingest
