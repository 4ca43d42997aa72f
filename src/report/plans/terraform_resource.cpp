#include "plans/terraform_resource.h"

#include "json/sorted.h"
#include "plans/access_table.h"
#include "plans/boundary.h"
#include "plans/default_policy.h"
#include "plans/inner_roles.h"
#include "plans/plan_values.h"
#include "plans/policy_text.h"
#include "plans/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

constexpr std::string_view after_apply = "it is known only after apply";
constexpr std::string_view is_hidden = "it is marked sensitive, so it is not shown";

// Whether resources of a type are maps of configuration in Kubernetes.
bool is_cluster_map(std::string_view type) {
    return type.starts_with("kubernetes_config_map");
}

// Whether what was there stays, forgotten, beside what replaces it.
bool stays_as_it_was(const Value& change) {
    bool forgets = false;
    bool creates = false;
    if (const auto actions = change.find("actions")) {
        for (const Value& action : actions->items()) {
            forgets = forgets || action.text() == "forget";
            creates = creates || action.text() == "create";
        }
    }
    return forgets && creates;
}

class Resource {
public:
    Resource(std::string address, std::string_view type, const Value& change)
        : address_(std::move(address)),
          type_(type),
          before_(stays_as_it_was(change) ? std::nullopt : change.find("before")),
          after_(change.find("after")),
          unknown_(change.find("after_unknown")),
          old_marks_(change.find("before_sensitive")),
          new_marks_(change.find("after_sensitive")) {
        if (before_) {
            old_ = leaves_of(*before_, old_marks_);
        }
        if (after_) {
            new_ = leaves_of(*after_, new_marks_);
        }
        if (unknown_) {
            unknown_paths_ = unknown_paths(*unknown_, after_, new_marks_);
        }
    }

    // Leaves out what the provider computes, of a resource that is new: nobody sets it here.
    void leave_to_provider(const Value& resource, const Configuration& configuration) {
        if (!unknown_ || (before_ && before_->kind() != Kind::null)) {
            return;
        }
        for (const auto& [attribute, unknown] : unknown_->members()) {
            if (is_true(unknown) && configuration.leaves_open(resource, attribute)) {
                unknown_paths_.erase(std::string(attribute));
                computed_.emplace(attribute);
            }
        }
    }

    std::vector<Change> changes() {
        if (is_true(unknown_)) {
            changes_.push_back(open_change(address_, std::string(after_apply)));
            return std::move(changes_);
        }
        policies();
        const std::vector<AccessAttribute> rows = terraform_rows(type_);
        for (const AccessAttribute& row : rows) {
            access(row);
        }
        inner(rows);
        if (is_cluster_map(type_) && lets_into_cluster()) {
            access({type_, "", Means::other, "who may enter the cluster"});
        }
        return std::move(changes_);
    }

private:
    // Whether a map of configuration is the one by which a cluster knows roles and users of IAM.
    [[nodiscard]] bool lets_into_cluster() const {
        const auto is_it = [](const auto& entry) {
            const auto& [path, leaf] = entry;
            return (path.ends_with(".name") && leaf.value.text() == "aws-auth") ||
                   path.starts_with("data.map");
        };
        return std::any_of(old_.begin(), old_.end(), is_it) ||
               std::any_of(new_.begin(), new_.end(), is_it);
    }

    // --- Policies in strings

    void policies() {
        std::set<std::string> paths;
        for (const Leaves* leaves : {&old_, &new_}) {
            for (const auto& [path, leaf] : *leaves) {
                paths.insert(path);
            }
        }
        for (const auto& [path, attribute] : unknown_paths_) {
            paths.insert(path);
        }
        for (const std::string& path : paths) {
            policy_at(path);
        }
    }

    void policy_at(const std::string& path) {
        const Leaf* before = leaf_at(old_, path);
        const Leaf* after = leaf_at(new_, path);
        const Leaf* either = before == nullptr ? after : before;
        if (is_stack() && attribute_of(path, either) == "template_body") {
            nested_templates(path, before, after);
            return;
        }
        const bool unknown = is_unknown(path);
        const bool wanted = is_policy(before) || is_policy(after);
        const bool named = says_policy(type_, attribute_of(path, either));
        if (!wanted && !(named && (unknown || has_text(before) || has_text(after)))) {
            return;
        }
        const bool same = before != nullptr && after != nullptr && !unknown &&
                          before->value.text() == after->value.text();
        if (!wanted && is_of_other_language(type_)) {
            if (!same) {
                changes_.push_back(
                    open_change(fmt::format("{}.{}", address_, path),
                                std::string(unknown ? after_apply : other_language)));
            }
            return;
        }
        Side old_side = side_of(before, path);
        Side new_side =
            after == nullptr && unknown ? unknown_side(after_apply) : side_of(after, path);
        // What cannot be read, and stays as it is, changes nothing.
        if (same && old_side.unreadable) {
            return;
        }
        fill_in(old_side, new_side);
        fill_in(new_side, old_side);
        changes_.push_back(
            {fmt::format("{}.{}", address_, path), std::move(old_side), std::move(new_side), {}});
    }

    static const Leaf* leaf_at(const Leaves& leaves, const std::string& path) {
        const auto found = leaves.find(path);
        return found == leaves.end() ? nullptr : &found->second;
    }

    std::string_view attribute_of(const std::string& path, const Leaf* leaf) const {
        if (leaf != nullptr) {
            return leaf->attribute;
        }
        const auto unknown = unknown_paths_.find(path);
        return unknown == unknown_paths_.end() ? std::string_view{} : unknown->second;
    }

    // Control policies of an organization alone are IAM's; those for tags and backups are not.
    [[nodiscard]] bool is_other_organization_policy() const {
        const Leaf* after = leaf_at(new_, "type");
        const Leaf* kind = after == nullptr ? leaf_at(old_, "type") : after;
        return type_.ends_with("_organizations_policy") && kind != nullptr &&
               !kind->value.text().ends_with("_CONTROL_POLICY");
    }

    [[nodiscard]] bool is_policy(const Leaf* leaf) const {
        return leaf != nullptr && is_policy_text(leaf->value.text());
    }

    // Whether there is something that has to read as a policy where one belongs.
    [[nodiscard]] bool has_text(const Leaf* leaf) const {
        return leaf != nullptr && !leaf->value.text().empty() && !is_other_organization_policy();
    }

    // Whether a value, or what it stands in, is known only after apply.
    [[nodiscard]] bool is_unknown(const std::string& path) const {
        for (std::size_t at = path.find_first_of("[."); at != path.npos;
             at = path.find_first_of("[.", at + 1)) {
            if (unknown_paths_.contains(path.substr(0, at))) {
                return true;
            }
        }
        return unknown_paths_.contains(path);
    }

    // A side without document, reason and policy where there is none.
    Side side_of(const Leaf* leaf, const std::string& path) const {
        if (leaf == nullptr || leaf->value.text().empty()) {
            return {};
        }
        return leaf->sensitive
                   ? unknown_side(is_hidden)
                   : read_policy_text(leaf->value, fmt::format("{}.{}", address_, path));
    }

    // Without a policy nothing is allowed, but for what is open then.
    void fill_in(Side& side, const Side& other) const {
        if (!side.document && side.reason.empty()) {
            const bool stays = !has_no_value(before_) && !has_no_value(after_);
            side = without_policy(type_, stays, other.document.get());
        }
    }

    // --- Templates of CloudFormation

    [[nodiscard]] bool is_stack() const {
        return type_.find("cloudformation_stack") != std::string_view::npos;
    }

    void nested_templates(const std::string& path, const Leaf* before, const Leaf* after) {
        const std::string name = fmt::format("{}.{}", address_, path);
        if (is_unknown(path)) {
            changes_.push_back(open_change(name, std::string(after_apply)));
            return;
        }
        constexpr std::string_view nothing = R"({"Resources":{}})";
        const bool hidden =
            (before != nullptr && before->sensitive) || (after != nullptr && after->sensitive);
        const auto text = [&](const Leaf* leaf) {
            return leaf == nullptr || leaf->value.text().empty() ? nothing : leaf->value.text();
        };
        if (text(before) == text(after)) {
            return;
        }
        if (hidden) {
            changes_.push_back(open_change(name, std::string(is_hidden)));
            return;
        }
        const auto old_tree = json::Tree::parse({name, text(before)});
        const auto new_tree = json::Tree::parse({name, text(after)});
        if (!old_tree || !new_tree || !is_template(old_tree->root()) ||
            !is_template(new_tree->root())) {
            changes_.push_back(open_change(name, "it is no template in JSON"));
            return;
        }
        for (Change& change : template_changes(old_tree->root(), new_tree->root())) {
            change.address = fmt::format("{}: {}", name, change.address);
            changes_.push_back(std::move(change));
        }
    }

    // --- Attachments and the like

    void access(const AccessAttribute& row) {
        if (row.attribute.empty()) {
            if (only_tags_change()) {
                return;
            }
            changes_.push_back(
                open_change(address_, fmt::format("{} changes; {}", row.what, summary())));
            return;
        }
        const std::string attribute = terraform_name(type_, row.attribute);
        const std::string name = fmt::format("{}.{}", address_, attribute);
        const auto old_value = before_ ? before_->find(attribute) : std::nullopt;
        const auto new_value = after_ ? after_->find(attribute) : std::nullopt;
        const auto unknown =
            unknown_ && !computed_.contains(attribute) ? unknown_->find(attribute) : std::nullopt;
        // A new holder of a new policy has what the policy is told to allow, and a new role with a
        // boundary no more than its policies.
        if ((row.means == Means::holder || row.means == Means::boundary) &&
            (has_no_value(before_) || has_no_value(after_))) {
            return;
        }
        const bool limits = row.means == Means::boundary || row.means == Means::boundary_of_it;
        const auto old_boundary = limits ? boundary_named(old_value) : std::nullopt;
        const auto new_boundary = limits ? boundary_named(new_value) : std::nullopt;
        if (unknown && has_true(*unknown)) {
            changes_.push_back(open_change(
                name,
                row.means == Means::policy ? "which policies are attached is known only after apply"
                                           : std::string(after_apply)));
        } else if ((row.means == Means::policy || limits) && !are_alike(old_value, new_value) &&
                   (is_marked(old_marks_, attribute) || is_marked(new_marks_, attribute))) {
            changes_.push_back(open_change(name, std::string(is_hidden)));
        } else if (row.means == Means::policy) {
            attachments(name, old_value, new_value);
        } else if (old_boundary && new_boundary) {
            add_boundary_change(name, *old_boundary, *new_boundary, changes_);
        } else if (!are_alike(old_value, new_value)) {
            changes_.push_back(open_change(name,
                                           fmt::format("{} changes, from {} to {}",
                                                       row.what,
                                                       shown(old_value, old_marks_, attribute),
                                                       shown(new_value, new_marks_, attribute))));
        }
    }

    // Whether nothing but tags differs, and they do; they grant nothing themselves.
    [[nodiscard]] bool only_tags_change() const {
        if (has_no_value(before_) || has_no_value(after_)) {
            return false;
        }
        const auto is_tags = [](std::string_view key) {
            return key == "tags" || key == "tags_all";
        };
        const auto texts = [&](const Value& values) {
            std::map<std::string_view, std::string> of_tags;
            std::map<std::string_view, std::string> others;
            for (const auto& [key, value] : values.members()) {
                (is_tags(key) ? of_tags : others).emplace(key, json::sorted_text(value));
            }
            return std::pair(std::move(of_tags), std::move(others));
        };
        const auto [old_tags, old_others] = texts(*before_);
        const auto [new_tags, new_others] = texts(*after_);
        const bool later =
            std::any_of(unknown_paths_.begin(), unknown_paths_.end(), [&](const auto& unknown) {
                return !is_tags(unknown.first.substr(0, unknown.first.find_first_of(".[")));
            });
        return !later && old_tags != new_tags && old_others == new_others;
    }

    // Roles deep inside a resource that there is before and after.
    void inner(std::span<const AccessAttribute> rows) {
        // What a role of IAM is called is not which role it is.
        if (has_no_value(before_) || has_no_value(after_) || type_.starts_with("aws_iam_") ||
            type_.starts_with("awscc_iam_")) {
            return;
        }
        const auto counts = [&](const std::string& path, const std::string& attribute) {
            const std::string first = path.substr(0, path.find_first_of(".["));
            return names_role(attribute) && std::ranges::none_of(rows, [&](const auto& row) {
                       return row.attribute.empty() ||
                              terraform_name(type_, row.attribute) == first;
                   });
        };
        const auto roles = [&](const Leaves& leaves) {
            std::map<std::string, std::string_view> texts;
            for (const auto& [path, leaf] : leaves) {
                if (counts(path, leaf.attribute) && !leaf.value.text().empty()) {
                    texts.emplace(path, leaf.value.text());
                }
            }
            return texts;
        };
        const bool later =
            std::any_of(unknown_paths_.begin(), unknown_paths_.end(), [&](const auto& unknown) {
                return counts(unknown.first, unknown.second);
            });
        if (later || roles(old_) != roles(new_)) {
            changes_.push_back(open_change(address_, std::string(inner_role)));
        }
    }

    static bool are_alike(const std::optional<Value>& one, const std::optional<Value>& other) {
        return has_no_value(one) || has_no_value(other) ? has_no_value(one) && has_no_value(other)
                                                        : one->text() == other->text();
    }

    // Whether something in an attribute is marked sensitive.
    static bool is_marked(const std::optional<Value>& marks, std::string_view attribute) {
        const auto mark = marks ? marks->find(attribute) : std::nullopt;
        return is_true(marks) || (mark && has_true(*mark));
    }

    // A value, unless something in it is marked sensitive.
    static std::string shown(const std::optional<Value>& value,
                             const std::optional<Value>& marks,
                             std::string_view attribute) {
        if (has_no_value(value)) {
            return "nothing";
        }
        return is_marked(marks, attribute) ? "something marked sensitive"
                                           : fmt::format("`{}`", value->text());
    }

    static std::set<std::string> names_in(const std::optional<Value>& value) {
        std::set<std::string> names;
        if (!has_no_value(value) && value->kind() == Kind::string) {
            names.emplace(value->text());
        }
        if (value) {
            for (const Value& item : value->items()) {
                names.emplace(item.text());
            }
        }
        return names;
    }

    void attachments(const std::string& name,
                     const std::optional<Value>& before,
                     const std::optional<Value>& after) {
        const std::set<std::string> old_names = names_in(before);
        const std::set<std::string> new_names = names_in(after);
        const auto add = [&](const std::string& policy, Side old_side, Side new_side) {
            changes_.push_back({fmt::format("{}[\"{}\"]", name, policy),
                                std::move(old_side),
                                std::move(new_side),
                                {}});
        };
        for (const std::string& policy : old_names) {
            if (!new_names.contains(policy)) {
                add(policy, attached_side(policy), absent(nullptr));
            }
        }
        for (const std::string& policy : new_names) {
            if (!old_names.contains(policy)) {
                add(policy, absent(nullptr), attached_side(policy));
            }
        }
    }

    // `created: action lambda:InvokeFunction, principal *`.
    [[nodiscard]] std::string summary() const {
        constexpr std::size_t most = 5;
        const bool created = has_no_value(before_);
        std::string text = created ? "created" : has_no_value(after_) ? "deleted" : "changed";
        std::size_t told = 0;
        for (const auto& [path, leaf] : has_no_value(after_) ? old_ : new_) {
            const bool identifier = path == "id" || path == "arn" || path.starts_with("tags");
            if (!identifier && !leaf.sensitive && told < most) {
                text += fmt::format("{} {} `{}`", told == 0 ? ":" : ",", path, leaf.value.text());
                ++told;
            }
        }
        return text;
    }

    std::string address_;
    std::string_view type_;
    std::optional<Value> before_;
    std::optional<Value> after_;
    std::optional<Value> unknown_;
    std::optional<Value> old_marks_; // what is sensitive
    std::optional<Value> new_marks_;
    Leaves old_;
    Leaves new_;
    std::map<std::string, std::string> unknown_paths_; // and the attributes they are of
    std::set<std::string, std::less<>> computed_;      // attributes that the provider computes
    std::vector<Change> changes_;
};

// Whether a resource changes: it is created, updated, deleted or replaced.
bool changes_something(const Value& change) {
    const auto actions = change.find("actions");
    if (!actions || actions->items().empty()) {
        return true;
    }
    for (const Value& action : actions->items()) {
        if (action.text() != "no-op" && action.text() != "read" && action.text() != "forget") {
            return true;
        }
    }
    return false;
}

} // namespace

Result<std::vector<Change>> resource_changes(const Value& resource,
                                             const Configuration& configuration) {
    const auto address = resource.find("address");
    const auto change = resource.find("change");
    if (!address || address->kind() != Kind::string || !change || change->kind() != Kind::object) {
        return tl::make_unexpected(json::error_at(
            resource,
            "a resource of the plan has no `address` and `change`; write the plan with "
            "`terraform show -json`"));
    }
    const auto mode = resource.find("mode");
    if ((mode && mode->text() == "data") || !changes_something(*change)) {
        return std::vector<Change>{};
    }
    const auto type = resource.find("type");
    if (!type || type->kind() != Kind::string) {
        return tl::make_unexpected(json::error_at(
            resource,
            "a resource of the plan has no `type`; write the plan with `terraform show -json`"));
    }
    const auto deposed = resource.find("deposed");
    Resource changed(deposed ? fmt::format("{} (deposed {})", address->text(), deposed->text())
                             : std::string(address->text()),
                     type->text(),
                     *change);
    changed.leave_to_provider(resource, configuration);
    return changed.changes();
}

bool may_change_access(std::string_view type) {
    return has_own_row(terraform_rows(type)) || says_policy(type, "policy") || is_cluster_map(type);
}

} // namespace polhist::plans
