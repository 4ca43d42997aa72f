#include "access/trust.h"

#include "access/arn.h"
#include "access/glob.h"
#include "access/operator.h"
#include "access/pattern.h"
#include "access/shared_issuer.h"
#include "access/value.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace polhist::access {
namespace {

using policy::Condition;
using policy::Document;
using policy::Principal;
using policy::Statement;

constexpr std::string_view session_name = "sts:rolesessionname";

// How the values of a key name somebody.
enum class Naming {
    whole,   // all of the value
    arn,     // the account of an ARN, or all of it
    path,    // what stands before the first `/`
    network, // an address range that is not too wide
    tenant,  // what names a customer of an identity provider
    truth,   // `true`, whatever value is compared with
};

struct TrustedKey {
    std::string_view folded;
    Naming naming;
};

constexpr std::array trusted_keys{
    TrustedKey{"aws:principalaccount", Naming::whole},
    TrustedKey{"aws:principalarn", Naming::arn},
    TrustedKey{"aws:principalisawsservice", Naming::truth},
    TrustedKey{"aws:principalorgid", Naming::whole},
    TrustedKey{"aws:principalorgpaths", Naming::path},
    TrustedKey{"aws:principalservicename", Naming::whole},
    TrustedKey{"aws:sourceaccount", Naming::whole},
    TrustedKey{"aws:sourcearn", Naming::arn},
    TrustedKey{"aws:sourceip", Naming::network},
    TrustedKey{"aws:sourceorgid", Naming::whole},
    TrustedKey{"aws:sourceorgpaths", Naming::path},
    TrustedKey{"aws:sourceowner", Naming::whole},
    TrustedKey{"aws:sourcevpc", Naming::whole},
    TrustedKey{"aws:sourcevpcarn", Naming::arn},
    TrustedKey{"aws:sourcevpce", Naming::whole},
    TrustedKey{"aws:userid", Naming::whole},
    TrustedKey{"aws:vpceaccount", Naming::whole},
    TrustedKey{"aws:vpceorgid", Naming::whole},
    TrustedKey{"aws:vpceorgpaths", Naming::path},
    TrustedKey{"kms:calleraccount", Naming::whole},
    TrustedKey{"s3:dataaccesspointaccount", Naming::whole},
    TrustedKey{"s3:dataaccesspointarn", Naming::arn},
    TrustedKey{"s3:x-amz-server-side-encryption-aws-kms-key-id", Naming::whole},
};

bool trusts_by_session(const Statement& statement) {
    return statement.principals && !statement.principals->negated &&
           std::ranges::any_of(statement.principals->values, [](const Principal& one) {
               return names_tenant_by_session(one.value);
           });
}

// How a folded key names somebody in a statement, if it can.
std::optional<Naming> naming_of(std::string_view key, const Statement& statement) {
    if (key == session_name && trusts_by_session(statement)) {
        return Naming::whole;
    }
    const auto* trusted = std::ranges::find(trusted_keys, key, &TrustedKey::folded);
    if (trusted != trusted_keys.end()) {
        return trusted->naming;
    }
    return is_tenant_claim(key) ? std::optional(Naming::tenant) : std::nullopt;
}

// The callers that a key names, where it names only some.
std::optional<policy::Principals> named_by(std::string_view key, const Document& document) {
    if (key != session_name) {
        return std::nullopt;
    }
    policy::Principals callers{false, {}};
    for (const Statement& statement : document.statements) {
        if (trusts_by_session(statement)) {
            std::ranges::copy_if(
                statement.principals->values,
                std::back_inserter(callers.values),
                [](const auto& one) { return names_tenant_by_session(one.value); });
        }
    }
    std::ranges::sort(callers.values);
    return callers;
}

// The positive operator with which a test compares, without quantifier; empty for one that names
// nobody.
std::string_view positive_name(const Operator& comparison) {
    switch (comparison.type) {
    case Type::string:
        return comparison.relation == Relation::like    ? "StringLike"
               : comparison.relation == Relation::equal ? "StringEquals"
                                                        : "StringEqualsIgnoreCase";
    case Type::arn:
        return "ArnLike";
    case Type::network:
        return "IpAddress";
    case Type::boolean:
        return "Bool";
    case Type::number:
        return comparison.relation == Relation::equal ? "NumericEquals" : "";
    case Type::date:
    case Type::binary:
    case Type::null:
        break;
    }
    return "";
}

bool is_narrow(std::string_view text) {
    constexpr unsigned least_v4 = 8;
    constexpr unsigned least_v6 = 32;
    const auto network = parse_network(text);
    return network && network->length >= (network->v6 ? least_v6 : least_v4);
}

// The whole fields that an ARN begins with, without the last that may go on.
std::string_view fixed_fields(std::string_view fixed) {
    const std::size_t last = fixed.rfind(':');
    return last == std::string_view::npos ? std::string_view{} : fixed.substr(0, last + 1);
}

// Whether a value that `comparison` compares a key with names somebody.
bool names_somebody(std::string_view key,
                    std::string_view value,
                    const Operator& comparison,
                    Naming naming) {
    const bool has_wildcards = comparison.relation == Relation::like && has_wildcard(value);
    switch (naming) {
    case Naming::network:
        return comparison.type == Type::network && is_narrow(value);
    case Naming::truth:
        return comparison.type == Type::boolean;
    case Naming::arn: {
        // Where `*` crosses colons, one before the account may take in another account as well.
        const std::string_view fixed = value.substr(0, value.find_first_of("*?"));
        const bool keeps_fields = comparison.type == Type::arn;
        return !has_wildcards ||
               is_account(arn_fields(keeps_fields ? value : fixed_fields(fixed)).account);
    }
    case Naming::path: {
        const std::string_view owner = value.substr(0, value.find('/'));
        return !has_wildcards || (owner.size() < value.size() && !has_wildcard(owner));
    }
    case Naming::tenant:
        return names_tenant(
            key, value, has_wildcards ? value.substr(0, value.find_first_of("*?")) : value);
    case Naming::whole:
        break;
    }
    return !has_wildcards;
}

bool has_variables(std::string_view value, const Operator& comparison, const Document& document) {
    return document.language == policy::Language::v2012 && takes_variables(comparison.type) &&
           !compile(value, Reading::glob, true).variables.empty();
}

// What a document says of its trusted keys.
struct Named {
    std::string key; // as first spelt
    Naming naming = Naming::whole;
    bool as_set = false;
    std::map<std::string_view, std::set<std::string>> values; // by operator
};

void add_values(const Condition& condition,
                const Operator& comparison,
                const Document& document,
                Named& out) {
    out.as_set = out.as_set || comparison.quantifier != Quantifier::none;
    const std::string_view name = positive_name(comparison);
    const std::string key = policy::folded(out.key);
    for (const std::string& value : condition.values) {
        if (!name.empty() && names_somebody(key, value, comparison, out.naming) &&
            !has_variables(value, comparison, document)) {
            out.values[name].insert(out.naming == Naming::truth ? std::string("true") : value);
        }
    }
}

std::map<std::string, Named> named_by_conditions(const Document& document) {
    std::map<std::string, Named> named;
    for (const Statement& statement : document.statements) {
        for (const Condition& condition : statement.conditions) {
            const std::string key = policy::folded(condition.key);
            const auto naming = naming_of(key, statement);
            const auto comparison = parse_operator(condition.comparison);
            if (!naming || !comparison) {
                continue;
            }
            Named& entry =
                named.try_emplace(key, Named{condition.key, *naming, false, {}}).first->second;
            add_values(condition, *comparison, document, entry);
        }
    }
    return named;
}

// All principals that are somebody. A wildcard in a name (AWS refuses most) names nobody, and an
// identity provider that customers share everybody.
std::vector<Principal> named_principals(const Document& document) {
    std::set<Principal> named;
    for (const Statement& statement : document.statements) {
        if (statement.principals) {
            for (const Principal& principal : statement.principals->values) {
                if (!is_shared_issuer(principal.value) && !has_wildcard(principal.value)) {
                    named.insert(principal);
                }
            }
        }
    }
    return {named.begin(), named.end()};
}

Statement deny_everything() {
    Statement statement;
    statement.effect = policy::Effect::deny;
    statement.actions.values = {"*"};
    return statement;
}

} // namespace

Document with_wildcards_as_everybody(Document document) {
    for (Statement& statement : document.statements) {
        auto& principals = statement.principals;
        if (statement.effect == policy::Effect::allow && principals && !principals->negated &&
            std::ranges::any_of(principals->values,
                                [](const auto& one) { return has_wildcard(one.value); })) {
            principals->values = {Principal{"AWS", "*"}};
        }
    }
    return document;
}

std::vector<Statement> denials_of_trusted(const Document& document) {
    std::vector<Statement> denials;
    if (auto principals = named_principals(document); !principals.empty()) {
        Statement& denial = denials.emplace_back(deny_everything());
        denial.principals = policy::Principals{false, std::move(principals)};
    }
    for (const auto& [folded, named] : named_by_conditions(document)) {
        for (const auto& [name, values] : named.values) {
            const std::string_view quantifier = named.as_set ? "ForAnyValue:" : "";
            Statement& denial = denials.emplace_back(deny_everything());
            denial.principals = named_by(folded, document);
            denial.conditions.push_back({std::string(quantifier) + std::string(name),
                                         named.key,
                                         {values.begin(), values.end()}});
        }
    }
    for (std::size_t i = 0; i < denials.size(); ++i) {
        denials[i].index = document.statements.size() + i;
    }
    return denials;
}

} // namespace polhist::access
