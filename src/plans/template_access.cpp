#include "plans/template_access.h"

#include "plans/access_table.h"
#include "plans/definitions.h"
#include "plans/symbols.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

struct Resource {
    std::string_view type;
    std::optional<Value> properties;
};

using Resources = std::map<std::string, Resource>; // by logical name

Resources resources_of(const Value& root) {
    Resources found;
    const auto resources = root.find("Resources");
    if (!resources) {
        return found;
    }
    for (const auto& [name, resource] : resources->members()) {
        const auto type = resource.find("Type");
        if (type && type->kind() == Kind::string) {
            found.emplace(name, Resource{type->text(), resource.find("Properties")});
        }
    }
    return found;
}

// The text that a string or a function gives in the partition `aws`, where that is all it needs.
std::optional<std::string> text_of(const Value& value) {
    constexpr std::string_view partition = "${AWS::Partition}";
    auto text = symbolic_text(value);
    for (auto at = text ? text->find(partition) : std::string::npos; at != std::string::npos;
         at = text->find(partition)) {
        text->replace(at, partition.size(), "aws");
    }
    return text && text->find("${") == std::string::npos ? text : std::nullopt;
}

bool is_nothing(const std::optional<Value>& value) {
    return !value || value->kind() == Kind::null ||
           (value->kind() == Kind::array && value->items().empty());
}

std::string shown(const std::optional<Value>& value) {
    if (is_nothing(value)) {
        return "nothing";
    }
    return is_function(*value) ? fmt::format("`{}`", function_text(*value))
                               : fmt::format("`{}`", value->text());
}

class Access {
public:
    Access(const Value& before, const Value& after, std::vector<Change>& out)
        : old_(resources_of(before)),
          new_(resources_of(after)),
          old_definitions_(before, after),
          new_definitions_(after, before),
          out_(out) {}

    void run() {
        std::set<std::string> names;
        for (const Resources* resources : {&old_, &new_}) {
            for (const auto& [name, resource] : *resources) {
                names.insert(name);
            }
        }
        for (const std::string& name : names) {
            const auto before = old_.find(name);
            const auto after = new_.find(name);
            const Resource* old_resource = before == old_.end() ? nullptr : &before->second;
            const Resource* new_resource = after == new_.end() ? nullptr : &after->second;
            if (old_resource != nullptr && new_resource != nullptr &&
                old_resource->type != new_resource->type) {
                resource(name, old_resource, nullptr);
                resource(name, nullptr, new_resource);
            } else {
                resource(name, old_resource, new_resource);
            }
        }
    }

private:
    void resource(const std::string& name, const Resource* before, const Resource* after) {
        const std::string_view type = before == nullptr ? after->type : before->type;
        const auto properties = [](const Resource* one) {
            return one == nullptr ? std::nullopt : one->properties;
        };
        for (const AccessAttribute& row : attributes_of(template_attributes(), type)) {
            if (row.attribute.empty()) {
                if (before == nullptr || after == nullptr ||
                    !are_alike(properties(before), properties(after))) {
                    const std::string_view how = before == nullptr  ? "created"
                                                 : after == nullptr ? "deleted"
                                                                    : "changed";
                    out_.push_back(open_change(name, fmt::format("{} changes; {}", row.what, how)));
                }
                continue;
            }
            const auto old_properties = properties(before);
            const auto new_properties = properties(after);
            attribute(row,
                      fmt::format("{}.{}", name, row.attribute),
                      old_properties ? old_properties->find(row.attribute) : std::nullopt,
                      new_properties ? new_properties->find(row.attribute) : std::nullopt);
        }
    }

    void attribute(const AccessAttribute& row,
                   const std::string& name,
                   const std::optional<Value>& before,
                   const std::optional<Value>& after) {
        if (row.means == Means::holder && (is_nothing(before) || is_nothing(after))) {
            return;
        }
        if (row.means != Means::policy) {
            if (!are_alike(before, after)) {
                out_.push_back(open_change(
                    name,
                    fmt::format(
                        "{} changes, from {} to {}", row.what, shown(before), shown(after))));
            }
            return;
        }
        const std::map<std::string, bool> old_names = attached(before, old_definitions_);
        const std::map<std::string, bool> new_names = attached(after, new_definitions_);
        for (const auto& [policy, known] : old_names) {
            if (!new_names.contains(policy)) {
                attachment(name, policy, known, true);
            }
        }
        for (const auto& [policy, known] : new_names) {
            if (!old_names.contains(policy)) {
                attachment(name, policy, known, false);
            }
        }
    }

    // What a list attaches: the texts that are known, and the functions that are not.
    static std::map<std::string, bool> attached(const std::optional<Value>& list,
                                                const Definitions& definitions) {
        std::map<std::string, bool> names;
        const auto add = [&](const Value& value) {
            if (const auto text = text_of(value)) {
                names.emplace(*text, true);
            } else {
                names.emplace(function_text(value) +
                                  (definitions.are_alike_for(value) ? "" : " (defined anew)"),
                              false);
            }
        };
        if (list && is_function(*list)) {
            add(*list);
        } else if (list) {
            for (const Value& item : list->items()) {
                add(item);
            }
        }
        return names;
    }

    void attachment(const std::string& name, const std::string& policy, bool known, bool before) {
        const std::string address = fmt::format("{}[\"{}\"]", name, policy);
        if (!known) {
            out_.push_back(open_change(
                address,
                fmt::format("which policy is {} is known only when the template is deployed",
                            before ? "detached" : "attached")));
        } else if (before) {
            out_.push_back({address, attached_side(policy), absent(nullptr), {}});
        } else {
            out_.push_back({address, absent(nullptr), attached_side(policy), {}});
        }
    }

    // Whether two values are the same text, and lead to the same.
    [[nodiscard]] bool are_alike(const std::optional<Value>& before,
                                 const std::optional<Value>& after) const {
        if (is_nothing(before) || is_nothing(after)) {
            return is_nothing(before) && is_nothing(after);
        }
        return same(*before, *after) && old_definitions_.are_alike_for(*before);
    }

    static bool same(const Value& before, const Value& after) {
        return canonical(before) == canonical(after);
    }

    // Without white space, which the text of a value keeps.
    static std::string canonical(const Value& value) {
        std::string text = value.kind() == Kind::array    ? "["
                           : value.kind() == Kind::object ? "{"
                                                          : "";
        for (const Value& item : value.items()) {
            text += canonical(item) + ",";
        }
        for (const auto& [key, inner] : value.members()) {
            text += fmt::format("{}:{},", key, canonical(inner));
        }
        return value.kind() == Kind::array || value.kind() == Kind::object
                   ? text
                   : fmt::format("{}`{}`", static_cast<int>(value.kind()), value.text());
    }

    Resources old_;
    Resources new_;
    Definitions old_definitions_;
    Definitions new_definitions_;
    std::vector<Change>& out_;
};

} // namespace

void add_template_access(const Value& before, const Value& after, std::vector<Change>& out) {
    Access(before, after, out).run();
}

} // namespace polhist::plans
