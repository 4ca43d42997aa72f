#include "plans/template.h"

#include "json/sorted.h"
#include "plans/default_policy.h"
#include "plans/fillings.h"
#include "plans/policy_text.h"
#include "plans/serverless.h"
#include "plans/symbols.h"
#include "plans/template_access.h"
#include "plans/template_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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
    std::string other; // the text of what is not read
};

bool belongs_to_policies(std::string_view key) {
    return key.ends_with("PolicyDocument") || key == "KeyPolicy" || key == "ResourcePolicy" ||
           key == "AccessPolicies" || key == "RepositoryPolicyText" || key == "PolicyText";
}

// What stands there is a policy, but other things that are called so are none of IAM: a function
// counts whose text nobody knows.
bool may_belong_to_policies(std::string_view key, std::string_view type) {
    constexpr std::array<std::string_view, 5> names{
        "AccessPolicy", "DestinationPolicy", "FileSystemPolicy", "InlinePolicy", "Policy"};
    constexpr std::string_view organizations = "AWS::Organizations::";
    return (std::ranges::find(names, key) != names.end() &&
            !type.starts_with("AWS::OpenSearchServerless::")) ||
           (key == "Content" && type.starts_with(organizations));
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

// Whether a function gives something that is not to be seen in it.
bool is_unseen(const Value& value) {
    if (!is_function(value) || is_no_value(value)) {
        return false;
    }
    const auto branches = value.find("Fn::If");
    if (!branches || branches->items().count() != 3) {
        const auto text = symbolic_text(value);
        return !text || text->find_first_not_of(" \t\r\n") != text->find('{');
    }
    bool unseen = false;
    std::size_t index = 0;
    for (const Value& branch : branches->items()) {
        unseen = unseen || (index > 0 && is_unseen(branch));
        ++index;
    }
    return unseen;
}

// Whether a text, or what a function puts together, is a policy.
bool is_text_of_policy(const Value& value) {
    if (value.kind() != Kind::string && !is_function(value)) {
        return false;
    }
    if (const auto text = symbolic_text(value)) {
        return is_policy_text(*text);
    }
    // What is put together of pieces that are not known, or is too long, is judged by its words.
    const bool joins = value.find("Fn::Join") || value.find("Fn::Sub");
    return joins && value.text().find("Statement") != std::string_view::npos &&
           value.text().find("Effect") != std::string_view::npos;
}

// The resources that addresses of documents begin with.
class Owners {
public:
    explicit Owners(const Templates& templates)
        : old_(resources_of(templates.before)),
          new_(resources_of(templates.after)) {}

    // Whether a resource of one type has taken the place of one of another.
    [[nodiscard]] bool differ(const std::string& address) const {
        const auto before = old_.find(name_of(address));
        const auto after = new_.find(name_of(address));
        return before != old_.end() && after != new_.end() &&
               before->second.type != after->second.type;
    }

    // What counts at an address where only the other template has a document.
    [[nodiscard]] Side without(const std::string& address, const policy::Document* other) const {
        const std::string name = name_of(address);
        const auto found = new_.find(name);
        const bool stays = found != new_.end() && old_.contains(name) && !differ(address);
        const bool is_property = address.find('.') == address.rfind('.'); // and not a part of one
        return stays && is_property ? without_policy(found->second.type, true, other)
                                    : absent(other);
    }

private:
    static std::string name_of(const std::string& address) {
        return address.substr(0, address.find('.'));
    }

    TemplateResources old_;
    TemplateResources new_;
};

class Finder {
public:
    Finder(const Value& root, const Definitions& definitions, std::string_view mark)
        : root_(root),
          definitions_(definitions),
          mark_(mark) {}

    // Adds the name of each resource that has documents to `resources`.
    std::vector<Found> find(std::set<std::string>& resources) {
        const auto all = root_.find("Resources");
        if (!all) {
            return {};
        }
        for (const auto& [name, resource] : all->members()) {
            const std::size_t before = found_.size();
            if (const auto properties = resource.find("Properties")) {
                inside(resource, *properties, std::string(name));
            }
            if (found_.size() > before) {
                resources.emplace(name);
            }
        }
        return std::move(found_);
    }

private:
    void inside(const Value& resource, const Value& properties, const std::string& name) {
        const auto type = resource.find("Type");
        type_ = type ? type->text() : std::string_view{};
        if (type && type->text() == "AWS::Events::EventBusPolicy") {
            return; // it has a `Statement` and is no policy (plans/access_table.h)
        }
        if (!type || !has_serverless_role(type->text())) {
            walk(properties, name, "");
            return;
        }
        for (const auto& [property, value] : properties.members()) {
            if (!is_serverless_property(property)) {
                walk(value, fmt::format("{}.{}", name, property), property);
            }
        }
    }

    void add(std::string address, const Value& document) {
        const std::string first = address;
        while (!addresses_.insert(address).second) {
            address = fmt::format("{}#{}", first, ++same_.try_emplace(first, 1).first->second);
        }
        found_.push_back(
            {address, read_template_document(document, definitions_, address, mark_), {}});
    }

    // What is not read, for a reason.
    void add_other(const std::string& address, const Value& value, std::string_view reason) {
        const std::string text = fmt::format(
            "{}{}", json::sorted_text(value), definitions_.are_alike_for(value) ? "" : mark_);
        addresses_.insert(address);
        found_.push_back({address, unknown_side(reason), text});
    }

    // Whether what stands where a policy belongs is one, well written or not. Other services have
    // documents of their own, in other versions of their own languages.
    [[nodiscard]] bool is_meant_as_policy(std::string_view key, const Value& value) const {
        const auto version = value.find("Version");
        return (type_.starts_with("AWS::IAM::") && key.ends_with("PolicyDocument")) ||
               value.find("Statement") || (version && policy::is_language(version->text()));
    }

    void walk(const Value& value, const std::string& address, std::string_view key) {
        const bool may_belong = belongs_to_policies(key) || may_belong_to_policies(key, type_);
        const bool placed =
            belongs_to_policies(key)
                ? is_function(value) || looks_like_json(value) || is_meant_as_policy(key, value)
                : may_belong && is_unseen(value);
        const bool is_one = may_be_policy(value) || is_text_of_policy(value);
        if (!is_one && is_of_other_language(type_) && belongs_to_policies(key)) {
            add_other(address, value, other_language);
            return;
        }
        if (may_belong && value.text().starts_with(dynamic_reference)) {
            add_other(address, value, "it is looked up when the template is deployed");
            return;
        }
        if (is_one || placed) {
            add(address, value);
            return;
        }
        for (const auto& [name, inner] : value.members()) {
            walk(inner, fmt::format("{}.{}", address, name), name);
        }
        if (key == "Fn::If" && value.items().count() == 3) {
            branches(value, address);
            return;
        }
        std::size_t index = 0;
        std::set<std::string> names;
        for (const Value& item : value.items()) {
            const auto name = item.find("PolicyName");
            const bool named =
                name && name->kind() == Kind::string && names.emplace(name->text()).second;
            const std::string position =
                named ? fmt::format("[\"{}\"]", name->text()) : fmt::format("[{}]", index);
            walk(item, address + position, "");
            ++index;
        }
    }

    // What counts under another condition is something else.
    void branches(const Value& value, const std::string& address) {
        const Value condition = *value.items().begin();
        const std::string name =
            fmt::format("{}{}",
                        condition.text(),
                        definitions_.are_alike_for(condition) ? "" : fmt::format(" ({})", mark_));
        std::size_t index = 0;
        for (const Value& branch : value.items()) {
            if (index > 0) {
                walk(branch, fmt::format("{}[{}][{}]", address, name, index), "");
            }
            ++index;
        }
    }

    const Value& root_;
    const Definitions& definitions_;
    std::string_view mark_;
    std::string_view type_; // of the resource that is looked into
    std::set<std::string> addresses_;
    std::map<std::string, std::size_t> same_; // how many documents of an address there were
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
    const Templates templates(before, after);
    std::set<std::string> with_documents;
    std::vector<Found> old_found =
        Finder(before, templates.old_definitions, "of the old template").find(with_documents);
    std::vector<Found> new_found =
        Finder(after, templates.new_definitions, "of the new template").find(with_documents);
    std::map<std::string, Side*> old_sides;
    std::map<std::string, std::string> old_others;
    for (Found& found : old_found) {
        old_sides.emplace(found.address, &found.side);
        old_others.emplace(found.address, found.other);
    }
    const Owners owners(templates);
    std::vector<Change> changes;
    for (Found& found : new_found) {
        const auto old = old_sides.find(found.address);
        if (old == old_sides.end() || owners.differ(found.address)) {
            Side nothing = owners.without(found.address, found.side.document.get());
            changes.push_back(
                {std::move(found.address), std::move(nothing), std::move(found.side), {}});
        } else if (!found.other.empty() && found.other == old_others[found.address]) {
            old_sides.erase(old);
        } else {
            changes.push_back(
                {std::move(found.address), std::move(*old->second), std::move(found.side), {}});
            old_sides.erase(old);
        }
    }
    for (Found& found : old_found) {
        if (old_sides.contains(found.address)) {
            Side nothing = owners.without(found.address, found.side.document.get());
            changes.push_back(
                {std::move(found.address), std::move(found.side), std::move(nothing), {}});
        }
    }
    add_serverless_changes(templates, changes);
    add_template_access(templates, with_documents, changes);
    return changes;
}

} // namespace polhist::plans
