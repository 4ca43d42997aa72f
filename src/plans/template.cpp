#include "plans/template.h"

#include "plans/fillings.h"
#include "plans/policy_text.h"
#include "plans/template_access.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <vector>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

struct Found {
    std::string address;
    Side side;
};

bool belongs_to_policies(std::string_view key) {
    return key.ends_with("PolicyDocument") || key == "KeyPolicy" || key == "ResourcePolicy" ||
           key == "AccessPolicies" || key == "RepositoryPolicyText" || key == "PolicyText";
}

// Whether a value is a policy, or a function stands where its statements do.
bool may_be_policy(const Value& value) {
    const auto statement = value.find("Statement");
    if (!statement || is_policy(value) || is_function(*statement)) {
        return statement.has_value();
    }
    for (const Value& item : statement->items()) {
        if (is_function(item)) {
            return true;
        }
    }
    return false;
}

bool looks_like_json(const Value& value) {
    const std::size_t start = value.text().find_first_not_of(" \t\r\n");
    return value.kind() == Kind::string && start != std::string_view::npos &&
           value.text()[start] == '{';
}

class Finder {
public:
    Finder(const Value& root, const Value& other_root, std::string_view mark)
        : root_(root),
          definitions_(root, other_root),
          mark_(mark) {}

    std::vector<Found> find() {
        if (const auto resources = root_.find("Resources")) {
            for (const auto& [name, resource] : resources->members()) {
                if (name.starts_with("Fn::")) {
                    add_unknown(std::string(name), "resources made by a function are not known");
                } else if (const auto properties = resource.find("Properties")) {
                    walk(*properties, std::string(name), "");
                }
            }
        }
        return std::move(found_);
    }

private:
    void add_unknown(std::string address, std::string_view reason) {
        Side side;
        side.reason = reason;
        found_.push_back({std::move(address), std::move(side)});
    }

    void walk(const Value& value, const std::string& address, std::string_view key) {
        const bool placed =
            belongs_to_policies(key) &&
            (is_function(value) || looks_like_json(value) || value.find("Statement"));
        if (may_be_policy(value) || placed) {
            found_.push_back(
                {address, read_template_document(value, definitions_, address, mark_)});
            return;
        }
        for (const auto& [name, inner] : value.members()) {
            walk(inner, fmt::format("{}.{}", address, name), name);
        }
        std::size_t index = 0;
        std::set<std::string> names;
        for (const Value& item : value.items()) {
            const auto name = item.find("PolicyName");
            // Both branches of a condition may have one name.
            const bool named = key != "Fn::If" && name && name->kind() == Kind::string &&
                               names.emplace(name->text()).second;
            const std::string position =
                named ? fmt::format("[\"{}\"]", name->text()) : fmt::format("[{}]", index);
            walk(item, address + position, "");
            ++index;
        }
    }

    const Value& root_;
    Definitions definitions_;
    std::string_view mark_;
    std::vector<Found> found_;
};

} // namespace

bool is_template(const Value& root) {
    const auto resources = root.find("Resources");
    if (!resources || resources->kind() != Kind::object || root.find("Statement")) {
        return false;
    }
    return root.find("AWSTemplateFormatVersion") || root.find("Transform") ||
           root.find("Parameters") || root.find("Outputs") || root.find("Description") ||
           resources->members().empty() || (*resources->members().begin()).value.find("Type");
}

std::vector<Change> template_changes(const Value& before, const Value& after) {
    std::vector<Found> old_found = Finder(before, after, "of the old template").find();
    std::map<std::string, Side*> old_sides;
    for (Found& found : old_found) {
        old_sides.emplace(found.address, &found.side);
    }
    std::vector<Change> changes;
    for (Found& found : Finder(after, before, "of the new template").find()) {
        const auto old = old_sides.find(found.address);
        if (old == old_sides.end()) {
            Side nothing = absent(found.side.document.get());
            changes.push_back(
                {std::move(found.address), std::move(nothing), std::move(found.side), {}});
        } else {
            changes.push_back(
                {std::move(found.address), std::move(*old->second), std::move(found.side), {}});
            old_sides.erase(old);
        }
    }
    for (Found& found : old_found) {
        if (old_sides.contains(found.address)) {
            Side nothing = absent(found.side.document.get());
            changes.push_back(
                {std::move(found.address), std::move(found.side), std::move(nothing), {}});
        }
    }
    add_template_access(before, after, changes);
    return changes;
}

} // namespace polhist::plans
