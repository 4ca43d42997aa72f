#include "plans/terraform.h"

#include "policy/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

using Sides = std::map<std::string, Side>; // by the path inside the resource

// Documents hold documents no deeper than this.
constexpr int deepest = 12;

// Attributes that hold a policy of IAM, for values that cannot be looked at.
bool names_a_policy(std::string_view name) {
    constexpr std::array<std::string_view, 13> names{"access_policies",
                                                     "access_policy",
                                                     "assume_role_policy",
                                                     "assume_role_policy_document",
                                                     "inline_policy",
                                                     "key_policy",
                                                     "policies",
                                                     "policy",
                                                     "policy_document",
                                                     "policy_text",
                                                     "repository_policy",
                                                     "resource_policy",
                                                     "topic_policy"};
    return std::ranges::find(names, name) != names.end();
}

// Other things are called policies too: rules by which images expire, by which groups grow.
bool has_iam_policies(std::string_view type) {
    return type.starts_with("aws") && type.find("lifecycle") == std::string_view::npos &&
           type.find("scaling") == std::string_view::npos;
}

bool may_be_policy(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && text[start] == '{' &&
           text.find("\"Statement\"") != std::string_view::npos;
}

bool is_true(const std::optional<Value>& value) {
    return value && value->kind() == Kind::boolean && value->text() == "true";
}

Side read_side(const Value& value, const std::string& name) {
    Side side;
    const std::string source = fmt::format("{}: {}", value.place(), name);
    auto document = policy::read(json::Source{source, value.text()});
    if (!document) {
        side.reason = document.error().message;
        side.unreadable = true;
        return side;
    }
    side.lines.assign(document->statements.size(), value.location().line);
    side.document = std::make_shared<const policy::Document>(std::move(*document));
    return side;
}

Side unknown_side(std::string_view reason) {
    Side side;
    side.reason = reason;
    return side;
}

// The elements of a list, if there is one, beside those of another.
class Beside {
public:
    explicit Beside(const std::optional<Value>& list) {
        if (list) {
            for (const Value& item : list->items()) {
                items_.push_back(item);
            }
        }
    }

    std::optional<Value> next() {
        return next_ < items_.size() ? std::optional(items_[next_++]) : std::nullopt;
    }

private:
    std::vector<Value> items_;
    std::size_t next_ = 0;
};

// Walks the attributes of a resource. `marks` runs beside the values: what is sensitive.
class Walk {
public:
    Walk(std::string address, Sides& found) : address_(std::move(address)), found_(found) {}

    void values(const Value& value,
                const std::optional<Value>& marks,
                const std::string& path,
                int depth = 0) {
        if (value.kind() == Kind::string && may_be_policy(value.text())) {
            found_[path] = is_true(marks)
                               ? unknown_side("it is marked sensitive, so it is not shown")
                               : read_side(value, fmt::format("{}.{}", address_, path));
        } else if (depth < deepest) {
            each(value, marks, path, [&](const Value& inner, const auto& mark, const auto& to) {
                values(inner, mark, to, depth + 1);
            });
        }
    }

    // `unknown` has the shape of the values, with true for what is not known; `after` names its
    // elements.
    void unknowns(const Value& unknown,
                  const std::optional<Value>& after,
                  const std::string& path,
                  std::string_view attribute,
                  int depth = 0) {
        if (is_true(unknown)) {
            if (names_a_policy(attribute)) {
                found_[path] = unknown_side("it is known only after apply");
            }
        } else if (depth < deepest && unknown.kind() == Kind::object) {
            for (const auto& [key, inner] : unknown.members()) {
                unknowns(inner,
                         after ? after->find(key) : std::nullopt,
                         path.empty() ? std::string(key) : fmt::format("{}.{}", path, key),
                         key,
                         depth + 1);
            }
        } else if (depth < deepest) {
            std::size_t index = 0;
            Beside others(after);
            for (const Value& inner : unknown.items()) {
                const auto beside = others.next();
                unknowns(inner, beside, path + position(beside, index), attribute, depth + 1);
                ++index;
            }
        }
    }

private:
    // Blocks are told by their name, for sets have no order.
    static std::string position(const std::optional<Value>& item, std::size_t index) {
        const auto name = item ? item->find("name") : std::nullopt;
        return name && name->kind() == Kind::string ? fmt::format("[\"{}\"]", name->text())
                                                    : fmt::format("[{}]", index);
    }

    template <typename Use>
    static void
    each(const Value& value, const std::optional<Value>& marks, const std::string& path, Use use) {
        const bool whole = is_true(marks);
        if (value.kind() == Kind::object) {
            for (const auto& [key, inner] : value.members()) {
                const auto mark = whole ? marks : (marks ? marks->find(key) : std::nullopt);
                use(inner, mark, path.empty() ? std::string(key) : fmt::format("{}.{}", path, key));
            }
            return;
        }
        std::size_t index = 0;
        Beside others(marks);
        for (const Value& inner : value.items()) {
            const auto beside = others.next();
            use(inner, whole ? marks : beside, path + position(inner, index));
            ++index;
        }
    }

    std::string address_;
    Sides& found_;
};

bool changes_something(const Value& change) {
    const auto actions = change.find("actions");
    if (!actions) {
        return true;
    }
    bool only_quiet = !actions->items().empty();
    for (const Value& action : actions->items()) {
        only_quiet = only_quiet && (action.text() == "no-op" || action.text() == "read");
    }
    return !only_quiet;
}

// A set whose size is not known stands in for each of its elements.
const Side* unknown_above(const Sides& sides, const std::string& path) {
    for (std::size_t at = path.find_first_of("[."); at != path.npos;
         at = path.find_first_of("[.", at + 1)) {
        const auto found = sides.find(path.substr(0, at));
        if (found != sides.end() && !found->second.document) {
            return &found->second;
        }
    }
    return nullptr;
}

const Side* side_at(const Sides& sides, const std::string& path) {
    const auto found = sides.find(path);
    return found == sides.end() ? unknown_above(sides, path) : &found->second;
}

void pair_up(const std::string& address,
             const Sides& before,
             const Sides& after,
             std::vector<Change>& out) {
    std::vector<std::string> paths;
    for (const Sides* sides : {&before, &after}) {
        for (const auto& [path, side] : *sides) {
            paths.push_back(path);
        }
    }
    std::ranges::sort(paths);
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    for (const std::string& path : paths) {
        const Side* old_side = side_at(before, path);
        const Side* new_side = side_at(after, path);
        out.push_back({fmt::format("{}.{}", address, path),
                       old_side != nullptr ? *old_side : absent(new_side->document.get()),
                       new_side != nullptr ? *new_side : absent(old_side->document.get())});
    }
}

Result<void> add_resource(const Value& resource, std::vector<Change>& out) {
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
        return {};
    }
    Sides before;
    Sides after;
    const std::string name(address->text());
    if (const auto values = change->find("before")) {
        Walk(name, before).values(*values, change->find("before_sensitive"), "");
    }
    const auto values = change->find("after");
    if (values) {
        Walk(name, after).values(*values, change->find("after_sensitive"), "");
    }
    const auto type = resource.find("type");
    const auto unknown = change->find("after_unknown");
    if (unknown && type && has_iam_policies(type->text())) {
        Walk(name, after).unknowns(*unknown, values, "", "");
    }
    pair_up(name, before, after, out);
    return {};
}

} // namespace

bool is_terraform_plan(const Value& root) {
    return root.find("format_version") &&
           (root.find("resource_changes") || root.find("planned_values"));
}

Result<std::vector<Change>> terraform_changes(const Value& root) {
    std::vector<Change> changes;
    const auto resources = root.find("resource_changes");
    if (!resources) {
        return changes; // a plan that changes nothing
    }
    for (const Value& resource : resources->items()) {
        if (const auto added = add_resource(resource, changes); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    return changes;
}

} // namespace polhist::plans
