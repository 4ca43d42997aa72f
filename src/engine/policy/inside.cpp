#include "policy/inside.h"

#include "core/percent.h"
#include "core/spelling.h"
#include "json/sorted.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace polhist::policy {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t most_nested_strings = 4; // JSON in JSON
constexpr std::size_t most_found = 1000;

bool is_default(const Value& value) {
    for (const std::string_view name : {"IsDefaultVersion", "isDefaultVersion"}) {
        const auto flag = value.find(name);
        if (flag && flag->text() == "false") {
            return false;
        }
    }
    return true;
}

// The JSON text in a string, if it may be that of an object or of a string that holds one.
std::optional<std::string> json_in(std::string_view text) {
    constexpr std::string_view encoded_brace = "%7B";
    const std::size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    text.remove_prefix(start);
    if (text.starts_with(encoded_brace) || text.starts_with("%7b")) {
        return percent_decoded(text);
    }
    const bool may_be = text.starts_with('{') || text.starts_with("\"{") ||
                        text.starts_with("\"\\\"{") || text.starts_with('[');
    return may_be ? std::optional(std::string(text)) : std::nullopt;
}

// Whether an event of CloudTrail put a policy into force, as far as it tells: it succeeded, its
// name says that it writes, and it did not make a version that is not the default.
bool writes_policy(const Value& event, std::string_view name) {
    constexpr std::array<std::string_view, 7> verbs{
        "Put", "Create", "Set", "Update", "Add", "Register", "Modify"};
    const bool writes =
        std::ranges::any_of(verbs, [&](std::string_view verb) { return name.starts_with(verb); });
    const auto failed = event.find("errorCode");
    const auto asked = event.find("requestParameters");
    const auto is_default = asked ? asked->find("setAsDefault") : std::nullopt;
    return writes && (!failed || failed->kind() == Kind::null) &&
           !(is_default && is_default->text() == "false");
}

// Whether what a value tells is, or was, in force: no failed call, no deleted resource.
bool tells_what_is(const Value& value) {
    const auto event = value.find("eventName");
    if (event && value.find("eventSource") && !writes_policy(value, event->text())) {
        return false;
    }
    const auto status = value.find("configurationItemStatus");
    return !status || !status->text().starts_with("ResourceDeleted");
}

// Whether a list tells that something was deleted, so that what it has of documents may be gone.
bool tells_of_deletion(const Value& list) {
    for (const Value item : list.items()) {
        const auto event = item.find("eventName");
        const auto status = item.find("configurationItemStatus");
        if ((event &&
             (event->text().starts_with("Delete") || event->text().starts_with("Remove"))) ||
            (status && status->text().starts_with("ResourceDeleted"))) {
            return true;
        }
    }
    return false;
}

class Search {
public:
    explicit Search(std::vector<DocumentInside>& out) : out_(out) {}

    void visit(const Value& value, std::size_t strings) {
        if (out_.size() == most_found) {
            return;
        }
        if (value.kind() == Kind::string) {
            in_string(value, strings);
        } else if (is_document(value)) {
            add(value);
        } else if (value.kind() == Kind::array) {
            if (tells_of_deletion(value)) {
                return;
            }
            for (const Value& item : value.items()) {
                visit(item, strings);
            }
        } else if (is_default(value) && tells_what_is(value)) {
            for (const json::Member& member : value.members()) {
                visit(member.value, strings);
            }
        }
    }

private:
    void in_string(const Value& value, std::size_t strings) {
        const auto text = strings == most_nested_strings ? std::nullopt : json_in(value.text());
        if (!text) {
            return;
        }
        const auto tree = json::Tree::parse({value.source().name, *text});
        if (!tree) {
            return;
        }
        strings_.push_back(value);
        visit(tree->root(), strings + 1);
        strings_.pop_back();
    }

    void add(const Value& value) {
        // What a call asks for, its answer may repeat.
        if (!seen_.insert(json::sorted_text(value)).second) {
            return;
        }
        constexpr std::size_t most_told = 2; // a path costs a look through the text
        std::string path;
        if (out_.size() < most_told) {
            path = "$";
            for (const Value& string : strings_) {
                path += string.path().substr(1);
            }
            path += value.path().substr(1);
        }
        const bool whole = strings_.empty();
        out_.push_back({whole ? value : strings_.front(),
                        std::move(path),
                        whole ? std::string() : std::string(value.text())});
    }

    std::vector<DocumentInside>& out_;
    std::set<std::string> seen_;
    std::vector<Value> strings_; // those that the text that is searched stands in
};

// A kind of JSON that is no document, by the members that it has, all of them.
struct ForeignKind {
    std::vector<std::string_view> members;
    std::string_view is; // for messages
    bool may_hold_one = false;
};

// The kind of a text; null where nobody knows.
const ForeignKind* kind_of(const Value& root) {
    static const std::array kinds{
        ForeignKind{{"resource_changes"}, "is a Terraform plan; `polhist diff PLAN` reads it"},
        ForeignKind{{"planned_values"}, "is a Terraform plan; `polhist diff PLAN` reads it"},
        ForeignKind{{"lineage", "serial"},
                    "is a Terraform state, which says what is; give the policy itself"},
        ForeignKind{{"Resources"}, "is a template; `polhist diff OLD NEW` compares two"},
        ForeignKind{{"RoleDetailList"},
                    "is what `aws iam get-account-authorization-details` prints; `polhist import` "
                    "reads it"},
        ForeignKind{{"UserDetailList"},
                    "is what `aws iam get-account-authorization-details` prints; `polhist import` "
                    "reads it"},
        ForeignKind{{"Policies"},
                    "is what `aws iam list-policies` prints; `polhist import` reads it"},
        ForeignKind{{"eventSource", "eventName"},
                    "is a CloudTrail event without a policy; give one that writes a policy",
                    true},
        ForeignKind{{"Records"},
                    "is a CloudTrail log without a policy; give one event that writes a policy",
                    true},
        ForeignKind{{"configurationItems"}, "is a history of AWS Config without a policy", true},
    };
    static const ForeignKind metadata{
        {},
        "is what `aws iam get-policy` prints, which holds no document; `aws iam "
        "get-policy-version` prints it"};
    for (const ForeignKind& kind : kinds) {
        const bool all = std::ranges::all_of(
            kind.members, [&](std::string_view member) { return root.find(member).has_value(); });
        if (all) {
            return &kind;
        }
    }
    const auto policy = root.find("Policy");
    return policy && policy->find("DefaultVersionId") ? &metadata : nullptr;
}

} // namespace

bool is_document(const Value& value) {
    const auto statement = value.find("Statement");
    if (!statement) {
        return false;
    }
    if (statement->kind() == Kind::object) {
        return statement->find("Effect").has_value();
    }
    return statement->kind() == Kind::array &&
           (statement->items().empty() || (*statement->items().begin()).find("Effect"));
}

bool is_meant_as_document(const Value& value) {
    constexpr std::array<std::string_view, 1> statement{"Statement"};
    if (value.kind() == Kind::array || (value.kind() == Kind::string && json_in(value.text()))) {
        return false;
    }
    bool some = false;
    for (const json::Member& member : value.members()) {
        some = true;
        if (member.key == "Version" || nearest(member.key, statement)) {
            return true;
        }
    }
    return !some;
}

std::vector<DocumentInside> documents_inside(const Value& root) {
    std::vector<DocumentInside> found;
    Search(found).visit(root, 0);
    return found;
}

Result<DocumentInside> one_document_inside(const Value& root) {
    for (const Value item : root.items()) {
        if (is_document(item)) {
            return tl::make_unexpected(
                json::error_at(root, "a list of documents; give each policy a file of its own"));
        }
    }
    const ForeignKind* kind = kind_of(root);
    std::vector<DocumentInside> found = kind == nullptr || kind->may_hold_one
                                            ? documents_inside(root)
                                            : std::vector<DocumentInside>();
    if (found.size() == 1) {
        return std::move(found.front());
    }
    if (found.size() > 1) {
        return tl::make_unexpected(
            json::error_at(root,
                           fmt::format("holds {}{} policy documents, at {} and {}; give one alone",
                                       found.size() == most_found ? "at least " : "",
                                       found.size(),
                                       found[0].path,
                                       found[1].path)));
    }
    return tl::make_unexpected(json::error_at(
        root, kind == nullptr ? "holds no policy document, which has a `Statement`" : kind->is));
}

} // namespace polhist::policy
