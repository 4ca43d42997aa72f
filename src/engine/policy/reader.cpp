#include "policy/reader.h"

#include "core/sort_runs.h"
#include "core/spelling.h"
#include "policy/grant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace polhist::policy {
namespace {

using json::Kind;
using json::Member;
using json::Value;
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> document_elements{"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 9> statement_elements{"Sid",
                                                             "Effect",
                                                             "Principal",
                                                             "NotPrincipal",
                                                             "Action",
                                                             "NotAction",
                                                             "Resource",
                                                             "NotResource",
                                                             "Condition"};
constexpr std::array<std::string_view, 4> principal_kinds{
    "AWS", "Service", "Federated", "CanonicalUser"};

// The elements of a statement as they stand in the text.
struct Elements {
    std::optional<Value> sid, effect, principal, not_principal, action, not_action, resource,
        not_resource, condition;

    std::optional<Value>& named(std::string_view name) {
        const std::array slots{&sid,
                               &effect,
                               &principal,
                               &not_principal,
                               &action,
                               &not_action,
                               &resource,
                               &not_resource,
                               &condition};
        const auto at = std::ranges::find(statement_elements, name) - statement_elements.begin();
        return *slots[static_cast<std::size_t>(at)];
    }
};

std::string hint(std::string_view name, Names known) {
    const auto meant = nearest(name, known);
    return meant ? fmt::format("; did you mean `{}`?", *meant) : "; remove it";
}

bool is_action(std::string_view text) {
    const std::size_t colon = text.find(':');
    return text == "*" || (colon != std::string_view::npos && colon > 0 &&
                           colon + 1 < text.size() && text.find(':', colon + 1) == text.npos);
}

bool is_resource(std::string_view text) {
    return text == "*" || text.starts_with("arn:") || text.starts_with("execute-api:/");
}

template <typename T, typename Compare>
void sort_unique(std::vector<T>& values, Compare compare) {
    const auto before = [&](const T& a, const T& b) { return compare(a, b) < 0; };
    const auto same = [&](const T& a, const T& b) { return compare(a, b) == 0; };
    const auto not_before = [&](const T& a, const T& b) { return compare(a, b) >= 0; };
    if (std::ranges::adjacent_find(values, not_before) == values.end()) { // mostly
        return;
    }
    sort_runs(values, before);
    values.erase(std::unique(values.begin(), values.end(), same), values.end());
}

int compare_exact(std::string_view left, std::string_view right) {
    return left.compare(right);
}

// Reads one document. Each step returns false once something is wrong; `error` then says what.
class Reader {
public:
    explicit Reader(ResourceForm form) : form_(form) {}

    Result<Document> read(const Value& value) {
        if (!document(value)) {
            return tl::make_unexpected(std::move(error_));
        }
        return std::move(document_);
    }

private:
    bool fail(const Value& value, std::string_view what) {
        error_ = json::error_at(value, what);
        return false;
    }

    bool expect(const Value& value, Kind kind, std::string_view what) {
        if (value.kind() == kind) {
            return true;
        }
        return fail(
            value,
            fmt::format(
                "{} must be {}, not {}", what, json::name_of(kind), json::name_of(value.kind())));
    }

    void warn(const Value& value, std::string_view what) {
        if (document_.warnings.size() < most_warnings) {
            document_.warnings.push_back(json::error_at(value, what).message);
        } else if (document_.warnings.size() == most_warnings) {
            document_.warnings.push_back(
                fmt::format("{}: more warnings like these are left out", value.source().name));
        }
    }

    bool document(const Value& value) {
        if (!expect(value, Kind::object, "a policy document")) {
            return false;
        }
        if (value.text().size() > largest_document) {
            return fail(value, "the document is over 1 MiB; no policy is that long");
        }
        std::optional<Value> statements;
        for (const Member& member : value.members()) {
            if (member.key == "Version") {
                if (!version(member.value)) {
                    return false;
                }
            } else if (member.key == "Id") {
                if (!expect(member.value, Kind::string, "`Id`")) {
                    return false;
                }
                document_.id = std::string(member.value.text());
            } else if (member.key == "Statement") {
                statements = member.value;
            } else {
                return fail(member.value,
                            fmt::format("`{}` is no element of a policy document{}",
                                        member.key,
                                        hint(member.key, document_elements)));
            }
        }
        return statements ? all_statements(*statements)
                          : fail(value, "the document has no `Statement`; add one");
    }

    bool version(const Value& value) {
        if (!expect(value, Kind::string, "`Version`")) {
            return false;
        }
        document_.language_stated = true;
        for (const Language language : {Language::v2008, Language::v2012}) {
            if (value.text() == name_of(language)) {
                document_.language = language;
                return true;
            }
        }
        return fail(
            value,
            fmt::format("`Version` is `{}`; write `2012-10-17` (or `2008-10-17`)", value.text()));
    }

    bool all_statements(const Value& value) {
        if (value.kind() == Kind::object) {
            return statement(value);
        }
        if (!expect(value, Kind::array, "`Statement`")) {
            return false;
        }
        const auto items = value.items();
        if (items.empty()) {
            warn(value, "`Statement` is empty: the document grants nothing");
        }
        for (const Value& item : items) {
            if (!statement(item)) {
                return false;
            }
        }
        return true;
    }

    bool statement(const Value& value) {
        if (!expect(value, Kind::object, "a statement")) {
            return false;
        }
        Elements elements;
        for (const Member& member : value.members()) {
            if (std::ranges::find(statement_elements, member.key) == statement_elements.end()) {
                return fail(member.value,
                            fmt::format("`{}` is no element of a statement{}",
                                        member.key,
                                        hint(member.key, statement_elements)));
            }
            elements.named(member.key) = member.value;
        }
        Statement read;
        read.index = document_.statements.size();
        read.offset = value.offset();
        const bool good = one_of_each(value, elements) && sid(elements, read) &&
                          effect(value, elements, read) && principals(elements, read) &&
                          actions(elements, read) && resources(elements, read) &&
                          conditions(elements, read);
        if (!good) {
            return false;
        }
        grants_ += grant_count(read);
        if (grants_ > most_grants) {
            return fail(value,
                        fmt::format("the lists of the document multiply to over {} grants; "
                                    "split it",
                                    most_grants));
        }
        grant_bytes_ += grant_bytes(read);
        if (grant_bytes_ > most_grant_bytes) {
            return fail(value,
                        "the grants of the document take over 32 MiB when each is written out; "
                        "split it");
        }
        document_.statements.push_back(std::move(read));
        return true;
    }

    bool one_of_each(const Value& value, const Elements& elements) {
        if (elements.action && elements.not_action) {
            return fail(value, "the statement has both `Action` and `NotAction`; keep one");
        }
        if (!elements.action && !elements.not_action) {
            return fail(value, "the statement has neither `Action` nor `NotAction`; add one");
        }
        if (elements.resource && elements.not_resource) {
            return fail(value, "the statement has both `Resource` and `NotResource`; keep one");
        }
        if (elements.principal && elements.not_principal) {
            return fail(value, "the statement has both `Principal` and `NotPrincipal`; keep one");
        }
        if (!elements.resource && !elements.not_resource && !elements.principal &&
            !elements.not_principal) {
            return fail(value,
                        "the statement has neither `Resource` (or `NotResource`) nor `Principal` "
                        "(or `NotPrincipal`); add one");
        }
        return true;
    }

    bool sid(const Elements& elements, Statement& out) {
        if (elements.sid) {
            if (!expect(*elements.sid, Kind::string, "`Sid`")) {
                return false;
            }
            out.sid = std::string(elements.sid->text());
        }
        return true;
    }

    bool effect(const Value& value, const Elements& elements, Statement& out) {
        if (!elements.effect) {
            return fail(value, "the statement has no `Effect`; add `Allow` or `Deny`");
        }
        if (!expect(*elements.effect, Kind::string, "`Effect`")) {
            return false;
        }
        for (const Effect effect : {Effect::allow, Effect::deny}) {
            if (elements.effect->text() == name_of(effect)) {
                out.effect = effect;
                return true;
            }
        }
        return fail(*elements.effect,
                    fmt::format("`Effect` is `{}`; write `Allow` or `Deny`, spelt like that",
                                elements.effect->text()));
    }

    bool actions(const Elements& elements, Statement& out) {
        out.actions.negated = elements.not_action.has_value();
        const Value& value = out.actions.negated ? *elements.not_action : *elements.action;
        const std::string_view name = out.actions.negated ? "`NotAction`" : "`Action`";
        if (!strings(value, name, out.actions.values)) {
            return false;
        }
        const auto wrong = std::ranges::find_if_not(out.actions.values, is_action);
        if (wrong != out.actions.values.end()) {
            return fail(element_of(value, *wrong),
                        fmt::format("`{}` is no action; write `service:Name` or `*`", *wrong));
        }
        sort_unique(out.actions.values, compare_folded);
        return true;
    }

    bool resources(const Elements& elements, Statement& out) {
        if (!elements.resource && !elements.not_resource) {
            return true;
        }
        out.resources.emplace().negated = elements.not_resource.has_value();
        const Value& value = out.resources->negated ? *elements.not_resource : *elements.resource;
        const std::string_view name = out.resources->negated ? "`NotResource`" : "`Resource`";
        if (!strings(value, name, out.resources->values)) {
            return false;
        }
        const auto wrong =
            std::ranges::find_if_not(out.resources->values, [&](const std::string& text) {
                return is_resource(text) ||
                       (form_ == ResourceForm::or_variable && text.starts_with("${"));
            });
        if (wrong != out.resources->values.end()) {
            return fail(element_of(value, *wrong),
                        fmt::format("`{}` is no resource; write an ARN (`arn:…`) or `*`", *wrong));
        }
        sort_unique(out.resources->values, compare_exact);
        return true;
    }

    bool principals(const Elements& elements, Statement& out) {
        if (!elements.principal && !elements.not_principal) {
            return true;
        }
        out.principals.emplace().negated = elements.not_principal.has_value();
        const Value& value =
            out.principals->negated ? *elements.not_principal : *elements.principal;
        auto& values = out.principals->values;
        if (value.kind() == Kind::string && value.text() == "*") {
            values.push_back({"AWS", "*"});
            return true;
        }
        if (value.kind() != Kind::object) {
            return fail(value, "a principal must be `\"*\"` or an object such as {\"AWS\": …}");
        }
        if (value.members().empty()) {
            warn(value, "names no principal: the statement applies to nobody");
        }
        for (const Member& member : value.members()) {
            if (!principal_kind(member, values)) {
                return false;
            }
        }
        std::ranges::sort(values);
        values.erase(std::unique(values.begin(), values.end()), values.end());
        return true;
    }

    bool principal_kind(const Member& member, std::vector<Principal>& out) {
        if (std::ranges::find(principal_kinds, member.key) == principal_kinds.end()) {
            return fail(member.value,
                        fmt::format("`{}` is no kind of principal{}",
                                    member.key,
                                    hint(member.key, principal_kinds)));
        }
        std::vector<std::string> names;
        if (!strings(member.value, "a principal", names)) {
            return false;
        }
        for (std::string& name : names) {
            out.push_back({std::string(member.key), std::move(name)});
        }
        return true;
    }

    bool conditions(const Elements& elements, Statement& out) {
        if (!elements.condition) {
            return true;
        }
        if (!expect(*elements.condition, Kind::object, "`Condition`")) {
            return false;
        }
        for (const Member& comparison : elements.condition->members()) {
            if (comparison.key.empty()) {
                return fail(comparison.value, "a condition operator is empty; name one");
            }
            if (!expect(comparison.value, Kind::object, "a condition operator")) {
                return false;
            }
            for (const Member& key : comparison.value.members()) {
                if (key.key.empty()) {
                    return fail(key.value, "a condition key is empty; name one");
                }
                Condition& condition = out.conditions.emplace_back();
                condition.comparison = std::string(comparison.key);
                condition.key = std::string(key.key);
                if (!condition_values(key.value, condition.values)) {
                    return false;
                }
            }
        }
        sort_unique(out.conditions,
                    [](const Condition& a, const Condition& b) { return compare(a, b); });
        return true;
    }

    bool condition_values(const Value& value, std::vector<std::string>& out) {
        const auto scalar = [&](const Value& item) {
            if (item.kind() != Kind::string && item.kind() != Kind::boolean &&
                item.kind() != Kind::number) {
                return fail(item,
                            fmt::format("a condition value must be a string, a number, `true` or "
                                        "`false`, not {}",
                                        json::name_of(item.kind())));
            }
            out.emplace_back(item.text());
            return true;
        };
        if (value.kind() != Kind::array) {
            return scalar(value);
        }
        const auto items = value.items();
        if (items.empty()) {
            warn(value, "an empty list of condition values: no value is equal to any of it");
        }
        for (const Value& item : items) {
            if (!scalar(item)) {
                return false;
            }
        }
        sort_unique(out, compare_exact);
        return true;
    }

    // One string, or a list of them.
    bool strings(const Value& value, std::string_view what, std::vector<std::string>& out) {
        if (value.kind() == Kind::string) {
            out.emplace_back(value.text());
            return true;
        }
        if (value.kind() != Kind::array) {
            return fail(value,
                        fmt::format("{} must be a string or a list of strings, not {}",
                                    what,
                                    json::name_of(value.kind())));
        }
        const auto items = value.items();
        if (items.empty()) {
            warn(value, fmt::format("{} is an empty list", what));
        }
        out.reserve(out.size() + items.count());
        for (const Value& item : items) {
            if (item.kind() != Kind::string) {
                return fail(item,
                            fmt::format("an entry of {} must be a string, not {}",
                                        what,
                                        json::name_of(item.kind())));
            }
            out.emplace_back(item.text());
        }
        return true;
    }

    // The entry of a list (or the string itself) that says `text`.
    static Value element_of(const Value& value, std::string_view text) {
        for (const Value& item : value.items()) {
            if (item.text() == text) {
                return item;
            }
        }
        return value;
    }

    Document document_;
    std::size_t grants_ = 0;
    std::size_t grant_bytes_ = 0;
    ResourceForm form_;
    Error error_;
};

} // namespace

Result<Document> read(json::Value value, ResourceForm form) {
    return Reader(form).read(value);
}

Result<Document> read(const json::Source& source, ResourceForm form) {
    auto tree = json::Tree::parse(source);
    if (!tree) {
        return tl::make_unexpected(std::move(tree.error()));
    }
    return read(tree->root(), form);
}

} // namespace polhist::policy
