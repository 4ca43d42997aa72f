#include "plans/template_access.h"

#include "json/sorted.h"
#include "plans/access_table.h"
#include "plans/attachments.h"
#include "plans/boundary.h"
#include "plans/inner_roles.h"
#include "plans/template_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

std::string shown(const std::vector<Value>& values) {
    if (values.empty()) {
        return "nothing";
    }
    std::string text;
    for (const Value& value : values) {
        text += text.empty() ? "" : " and, of Globals, ";
        text += fmt::format("`{}`",
                            is_function(value) ? function_text(value) : std::string(value.text()));
    }
    return text;
}

// What transforms and loops stand inside: what they make of it is not known.
void add_generated(const Value& value, std::vector<Value>& out) {
    for (const auto& [key, inner] : value.members()) {
        if (key == "Fn::Transform" || key.starts_with("Fn::ForEach")) {
            out.push_back(inner);
        } else {
            add_generated(inner, out);
        }
    }
    for (const Value& item : value.items()) {
        add_generated(item, out);
    }
}

// Transforms of a whole template, but for those that add no access of their own.
std::set<std::string> transforms_of(const Value& root) {
    constexpr std::array<std::string_view, 2> harmless{"AWS::Serverless-2016-10-31",
                                                       "AWS::LanguageExtensions"};
    std::set<std::string> names;
    const auto add = [&](const Value& one) {
        if (std::ranges::find(harmless, one.text()) == harmless.end()) {
            names.insert(json::sorted_text(one));
        }
    };
    const auto transform = root.find("Transform");
    if (transform && transform->kind() == Kind::array) {
        for (const Value& one : transform->items()) {
            add(one);
        }
    } else if (transform) {
        add(*transform);
    }
    for (const auto& [key, value] : root.members()) {
        if (key.starts_with("Fn::")) {
            names.insert(json::sorted_text(value));
        }
    }
    return names;
}

// Who may call the APIs that SAM makes of a kind, where functions have events of it and no resource
// stands for the API.
std::string auth_of_implicit(const Value& root, std::string_view kind) {
    const auto globals = root.find("Globals");
    const auto of_kind = globals ? globals->find(kind) : std::nullopt;
    const auto auth = of_kind ? of_kind->find("Auth") : std::nullopt;
    return auth ? json::sorted_text(*auth) : std::string();
}

class Access {
public:
    Access(const Templates& templates,
           const std::set<std::string>& with_documents,
           std::vector<Change>& out)
        : templates_(templates),
          with_documents_(with_documents),
          old_(resources_of(templates.before)),
          new_(resources_of(templates.after)),
          out_(out) {}

    void run() {
        if (transforms_of(templates_.before) != transforms_of(templates_.after)) {
            tell("Transform", "what the transforms make of the template is not known");
        }
        for (const std::string_view kind : {"Api", "HttpApi"}) {
            if (auth_of_implicit(templates_.before, kind) !=
                auth_of_implicit(templates_.after, kind)) {
                tell(fmt::format("Globals.{}.Auth", kind),
                     "who may call the APIs that functions have by their events changes");
            }
        }
        loops();
        std::set<std::string> names;
        for (const TemplateResources* resources : {&old_, &new_}) {
            for (const auto& [name, resource] : *resources) {
                names.insert(name);
            }
        }
        for (const std::string& name : names) {
            const auto before = old_.find(name);
            const auto after = new_.find(name);
            const TemplateResource* old_one = before == old_.end() ? nullptr : &before->second;
            const TemplateResource* new_one = after == new_.end() ? nullptr : &after->second;
            if (old_one != nullptr && new_one != nullptr && old_one->type != new_one->type) {
                resource(name, old_one, nullptr);
                resource(name, nullptr, new_one);
            } else {
                resource(name, old_one, new_one);
            }
        }
    }

private:
    void tell(std::string address, std::string reason) {
        out_.push_back(open_change(std::move(address), std::move(reason)));
    }

    // Resources that a loop makes have no name yet.
    void loops() {
        const auto before = templates_.before.find("Resources");
        const auto after = templates_.after.find("Resources");
        std::set<std::string_view> names;
        for (const auto& resources : {before, after}) {
            if (resources) {
                for (const auto& [name, resource] : resources->members()) {
                    if (name.starts_with("Fn::")) {
                        names.insert(name);
                    }
                }
            }
        }
        for (const std::string_view name : names) {
            const auto old_loop = before ? before->find(name) : std::nullopt;
            const auto new_loop = after ? after->find(name) : std::nullopt;
            if (!are_alike(list_of(old_loop), list_of(new_loop))) {
                tell(std::string(name), "resources made by a function are not known");
            }
        }
    }

    static std::vector<Value> list_of(const std::optional<Value>& value) {
        return is_nothing(value) ? std::vector<Value>{} : std::vector<Value>{*value};
    }

    void resource(const std::string& name,
                  const TemplateResource* before,
                  const TemplateResource* after) {
        const std::string_view type = before == nullptr ? after->type : before->type;
        const auto rows = template_rows(type);
        for (const AccessAttribute& row : rows) {
            if (row.attribute.empty()) {
                whole(row, name, before, after);
            } else {
                attribute(row, fmt::format("{}.{}", name, row.attribute), before, after);
            }
        }
        if (type.ends_with("::MODULE")) {
            whole({type, "", Means::other, "what the module makes"}, name, before, after);
        }
        if (is_custom(type)) {
            whole({type, "", Means::other, "what the custom resource does"}, name, before, after);
        }
        generated(name, before, after);
        connectors(name, before, after);
        // What a role of IAM is called is not which role it is.
        if (before != nullptr && after != nullptr && !type.starts_with("AWS::IAM::")) {
            roles(name, *before, *after, rows);
        }
        if (before != nullptr && after != nullptr &&
            (has_own_row(rows) || with_documents_.contains(name))) {
            condition(name, *before, *after);
        }
    }

    // Whether the properties are the same but for the tags.
    [[nodiscard]] bool same_but_for_tags(const std::optional<Value>& before,
                                         const std::optional<Value>& after) const {
        const auto others = [&](const std::optional<Value>& properties) {
            std::map<std::string_view, std::vector<Value>> values;
            if (properties) {
                for (const auto& [key, value] : properties->members()) {
                    if (key != "Tags") {
                        values[key].push_back(value);
                    }
                }
            }
            return values;
        };
        const auto old_values = others(before);
        const auto new_values = others(after);
        return std::ranges::equal(old_values, new_values, [&](const auto& one, const auto& other) {
            return one.first == other.first && are_alike(one.second, other.second);
        });
    }

    void whole(const AccessAttribute& row,
               const std::string& name,
               const TemplateResource* before,
               const TemplateResource* after) {
        const auto properties = [](const TemplateResource* one) {
            return one == nullptr ? std::nullopt : one->properties;
        };
        // Tags grant nothing, but what a module or a custom resource makes of them nobody knows.
        const bool own = row.type.starts_with("AWS::") && !is_custom(row.type) &&
                         !row.type.ends_with("::MODULE");
        const bool stays = before != nullptr && after != nullptr;
        if (!stays || (!are_alike(list_of(properties(before)), list_of(properties(after))) &&
                       !(own && same_but_for_tags(properties(before), properties(after))))) {
            const std::string_view how = before == nullptr  ? "created"
                                         : after == nullptr ? "deleted"
                                                            : "changed";
            tell(name, fmt::format("{} changes; {}", row.what, how));
        }
    }

    void attribute(const AccessAttribute& row,
                   const std::string& name,
                   const TemplateResource* before,
                   const TemplateResource* after) {
        // A new holder of a new policy has what the policy is told to allow, and a new role with a
        // boundary no more than its policies.
        if ((row.means == Means::holder || row.means == Means::boundary) &&
            (before == nullptr || after == nullptr)) {
            return;
        }
        const auto values = [&](const TemplateResource* one) {
            return one == nullptr ? std::vector<Value>{} : one->values(row.attribute);
        };
        const std::vector<Value> old_values = values(before);
        const std::vector<Value> new_values = values(after);
        if (row.means == Means::policy) {
            add_attachment_changes(
                name,
                attached(old_values, templates_.old_definitions, "of the old template"),
                attached(new_values, templates_.new_definitions, "of the new template"),
                out_);
            return;
        }
        if (are_alike(old_values, new_values)) {
            return;
        }
        const bool limits = row.means == Means::boundary;
        const auto old_boundary = limits ? boundary_of(old_values) : std::nullopt;
        const auto new_boundary = limits ? boundary_of(new_values) : std::nullopt;
        if (old_boundary && new_boundary) {
            add_boundary_change(name, *old_boundary, *new_boundary, out_);
        } else {
            tell(name,
                 fmt::format(
                     "{} changes, from {} to {}", row.what, shown(old_values), shown(new_values)));
        }
    }

    // The boundary that a property names; one of its own goes before that of Globals.
    static std::optional<std::string> boundary_of(const std::vector<Value>& values) {
        return boundary_named(values.empty() ? std::nullopt : std::optional(values.front()));
    }

    static Attachments attached(const std::vector<Value>& lists,
                                const Definitions& definitions,
                                std::string_view mark) {
        Attachments all;
        for (const Value& list : lists) {
            if (list.kind() != Kind::array) {
                attach(list, definitions, mark, all);
            }
            for (const Value& item : list.items()) {
                attach(item, definitions, mark, all);
            }
        }
        return all;
    }

    void generated(const std::string& name,
                   const TemplateResource* before,
                   const TemplateResource* after) {
        const auto of = [](const TemplateResource* one) {
            std::vector<Value> values;
            if (one != nullptr) {
                add_generated(one->whole, values);
            }
            return values;
        };
        if (!are_alike(of(before), of(after))) {
            tell(name, "what a transform or a loop inside makes is not known");
        }
    }

    // Of AWS SAM: what a resource may do with others.
    void connectors(const std::string& name,
                    const TemplateResource* before,
                    const TemplateResource* after) {
        const auto of = [](const TemplateResource* one) {
            return list_of(one == nullptr ? std::nullopt : one->whole.find("Connectors"));
        };
        if (!are_alike(of(before), of(after))) {
            tell(name + ".Connectors", "what it may do with other resources changes");
        }
    }

    void roles(const std::string& name,
               const TemplateResource& before,
               const TemplateResource& after,
               std::span<const AccessAttribute> rows) {
        const auto of = [&](const TemplateResource& one) {
            auto found = one.properties ? inner_roles(*one.properties, rows) : std::vector<Value>{};
            if (one.globals) {
                const auto shared = inner_roles(*one.globals, rows);
                found.insert(found.end(), shared.begin(), shared.end());
            }
            return found;
        };
        if (!are_alike(of(before), of(after))) {
            tell(name, std::string(inner_role));
        }
    }

    void condition(const std::string& name,
                   const TemplateResource& before,
                   const TemplateResource& after) {
        const auto old_condition = list_of(before.whole.find("Condition"));
        const auto new_condition = list_of(after.whole.find("Condition"));
        if (!are_alike(old_condition, new_condition)) {
            tell(name + ".Condition",
                 fmt::format("whether there is this resource changes, from {} to {}",
                             shown(old_condition),
                             shown(new_condition)));
        }
    }

    // Whether values are the same, and lead to the same.
    [[nodiscard]] bool are_alike(const std::vector<Value>& before,
                                 const std::vector<Value>& after) const {
        return std::ranges::equal(before, after, [&](const Value& one, const Value& other) {
            return json::sorted_text(one) == json::sorted_text(other) &&
                   templates_.old_definitions.are_alike_for(one);
        });
    }

    const Templates& templates_;
    const std::set<std::string>& with_documents_;
    TemplateResources old_;
    TemplateResources new_;
    std::vector<Change>& out_;
};

} // namespace

void add_template_access(const Templates& templates,
                         const std::set<std::string>& with_documents,
                         std::vector<Change>& out) {
    Access(templates, with_documents, out).run();
}

} // namespace polhist::plans
