#include "plans/boundary.h"

#include "plans/attachments.h"
#include "plans/plan_values.h"

#include <string_view>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

// A boundary that is not there: it limits nothing.
std::shared_ptr<const policy::Document> no_limit() {
    policy::Statement everything;
    everything.actions.values = {"*"};
    everything.resources = policy::Patterns{false, {"*"}};
    policy::Document document;
    document.statements.push_back(std::move(everything));
    return std::make_shared<const policy::Document>(std::move(document));
}

Side side_of(const std::string& policy) {
    Side side;
    side.limits = true;
    side.attached = policy;
    if (policy.empty()) {
        side.document = no_limit();
    }
    return side;
}

// The member that names a policy of AWS, where it is the only one with a value: a permission set
// may name one of the account instead, by a name that many policies can have.
std::optional<Value> managed_alone(const Value& boundary) {
    std::optional<Value> managed;
    for (const auto& [key, value] : boundary.members()) {
        const bool is_managed = key == "ManagedPolicyArn" || key == "managed_policy_arn";
        const bool empty =
            value.kind() == Kind::null || (value.kind() == Kind::array && value.items().empty());
        if (is_managed && !empty) {
            managed = value;
        } else if (!empty) {
            return std::nullopt;
        }
    }
    return managed;
}

} // namespace

std::optional<std::string> boundary_named(const std::optional<Value>& value) {
    if (has_no_value(value)) {
        return std::string();
    }
    if (value->kind() == Kind::array) { // of Terraform, a block is a list of at most one
        std::optional<std::string> only = std::string();
        std::size_t count = 0;
        for (const Value& block : value->items()) {
            only = boundary_named(block);
            ++count;
        }
        return count > 1 ? std::nullopt : only;
    }
    if (const auto managed = managed_alone(*value)) {
        auto named = policy_named(*managed);
        return named && !named->empty() ? named : std::nullopt;
    }
    return policy_named(*value);
}

void add_boundary_change(const std::string& address,
                         const std::string& before,
                         const std::string& after,
                         std::vector<Change>& out) {
    if (before != after) {
        out.push_back({address, side_of(before), side_of(after), {}});
    }
}

} // namespace polhist::plans
