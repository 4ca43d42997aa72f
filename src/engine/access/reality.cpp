#include "access/reality.h"

#include "access/caller.h"
#include "access/listed.h"
#include "access/value.h"
#include "reference/condition_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace polhist::access {
namespace {

using reference::KeyType;
using Values = std::vector<std::string>;

constexpr std::array<std::string_view, 12> account_keys{
    "aws:principalaccount",
    "aws:resourceaccount",
    "aws:sourceaccount",
    "aws:sourceowner",
    "aws:vpceaccount",
    "ec2:accepteraccount",
    "ec2:requesteraccount",
    "kms:calleraccount",
    "ram:shareowneraccountid",
    "s3:dataaccesspointaccount",
    "s3:resourceaccount",
    "sns:sourceaccount",
};

// Keys of type Numeric whose values may have a fraction.
bool may_have_fraction(std::string_view key) {
    return key.ends_with("tlsversion") || key.ends_with("spotprice") ||
           key.ends_with("percentage") || key.ends_with("percent") || key.ends_with("vcpu") ||
           key.starts_with("iot:commandexecutionparameternumber/");
}

// Names that stand where an account does: those of AWS itself.
bool is_owner(std::string_view account) {
    return account.empty() || is_account(account) || account == "aws" || account == "amazon" ||
           account == "cloudfront";
}

std::string_view account_of(std::string_view arn) {
    return arn_fields(arn).account;
}

class Examination {
public:
    Examination(const Request& request, std::span<const std::string> missing)
        : request_(request),
          missing_(missing) {
        for (const auto& [key, values] : request.context) {
            if (!values.empty()) {
                values_.emplace(policy::folded(key), Entry{key, &values});
            }
        }
    }

    std::vector<Contradiction> run() {
        missing_keys();
        types();
        accounts();
        caller();
        principal_keys();
        resource();
        action();
        calls();
        members("aws:tagkeys", "aws:requesttag/");
        members("kms:encryptioncontextkeys", "kms:encryptioncontext:");
        for (const std::string_view of : {"principal", "resource", "source", "vpce"}) {
            organization(of);
        }
        network();
        times();
        source();
        return std::move(found_);
    }

private:
    struct Entry {
        std::string_view spelling;
        const Values* values;
    };

    [[nodiscard]] const Entry* entry(std::string_view key) const {
        const auto found = values_.find(key);
        return found == values_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] std::optional<std::string_view> value(std::string_view key) const {
        const Entry* found = entry(key);
        return found == nullptr ? std::nullopt
                                : std::optional<std::string_view>(found->values->front());
    }

    [[nodiscard]] bool must_lack(std::string_view key) const {
        return std::ranges::any_of(missing_, [&](const std::string& one) {
            return policy::compare_folded(one, key) == 0;
        });
    }

    [[nodiscard]] bool is_one(std::string_view key, std::string_view text) const {
        return value(key) == text;
    }

    Contradiction& add(std::string text, std::vector<std::string> keys) {
        return found_.emplace_back(Contradiction{std::move(text), std::move(keys)});
    }

    void missing_keys() {
        for (const std::string& key : missing_) {
            if (is_always_there(policy::folded(key), request_)) {
                add(fmt::format("{} is in every request, and this one must not have it", key),
                    {policy::folded(key)});
            }
        }
    }

    void types() {
        for (const auto& [key, entry] : values_) {
            const auto known = reference::known_key(key);
            for (const std::string& one : *entry.values) {
                const std::string_view fault =
                    known ? fault_of(key, known->type, one) : std::string_view{};
                if (!fault.empty()) {
                    add(fmt::format("{} is {}, not `{}`", entry.spelling, fault, one), {key});
                }
            }
        }
    }

    // What a value should be and is not; empty where it may be one.
    static std::string_view fault_of(std::string_view key, KeyType type, std::string_view text) {
        const auto number =
            type == KeyType::number || key == "aws:epochtime" ? Decimal::parse(text) : std::nullopt;
        switch (type) {
        case KeyType::number:
            if (!number) {
                return "a number";
            }
            return (number->is_whole() || may_have_fraction(key)) && !number->is_negative()
                       ? std::string_view{}
                       : "a whole number";
        case KeyType::date:
            if (number && !number->is_whole()) {
                return "a whole number";
            }
            return parse_condition_date(text) ? std::string_view{} : "an instant";
        case KeyType::address:
            return parse_address(text) ? std::string_view{} : "one address";
        case KeyType::boolean:
            return text == "true" || text == "false" ? std::string_view{} : "true or false";
        case KeyType::arn:
        case KeyType::unknown:
        case KeyType::text:
        case KeyType::binary:
            break;
        }
        return {};
    }

    void accounts() {
        for (const auto& [key, entry] : values_) {
            const bool account = is_account_key(key);
            for (const std::string& one : *entry.values) {
                const bool nobody = key == "aws:principalaccount" && one == anonymous.value;
                if (account && !is_account(one) && !nobody) {
                    add(fmt::format(
                            "{} is an account of twelve digits, not `{}`", entry.spelling, one),
                        {key});
                }
            }
        }
    }

    // The caller against the keys that AWS fills from it.
    void caller() {
        if (!request_.principal) {
            return;
        }
        const policy::Principal& who = *request_.principal;
        const std::optional<CallerFacts> facts = facts_of(who);
        const bool has_arn = facts && !facts->arn.empty();
        const auto differ = [&](std::string_view key, bool agrees) {
            const Entry* found = entry(key);
            if (found != nullptr && !agrees) {
                add(fmt::format("the caller is {}, and {} is `{}`",
                                who.value,
                                found->spelling,
                                found->values->front()),
                    {std::string(key)})
                    .of_caller = true;
            } else if (found == nullptr && has_arn && must_lack(key)) {
                add(fmt::format("the caller is {}, and a request of such a caller has {}",
                                who.value,
                                spelt(key)),
                    {std::string(key)})
                    .of_caller = true;
            }
        };
        const auto principal_arn = value("aws:principalarn");
        differ("aws:principalarn",
               has_arn && principal_arn && is_principal_arn_of(*principal_arn, who));
        differ("aws:principalaccount", facts && is_one("aws:principalaccount", facts->account));
        differ("aws:principaltype", facts && is_one("aws:principaltype", facts->type));
        const bool service = who.kind == "Service";
        if (is_one("aws:principalisawsservice", service ? "false" : "true")) {
            differ("aws:principalisawsservice", false);
        }
        if (const auto name = value("aws:principalservicename")) {
            differ("aws:principalservicename", service && *name == who.value);
        }
        if (has_arn && value("aws:username")) {
            const std::string_view name =
                std::string_view(who.value).substr(who.value.rfind('/') + 1);
            differ("aws:username", facts->type == "User" && is_one("aws:username", name));
        }
    }

    // As a key is spelt among those that must be missing.
    [[nodiscard]] std::string_view spelt(std::string_view key) const {
        const auto found = std::ranges::find_if(missing_, [&](const std::string& one) {
            return policy::compare_folded(one, key) == 0;
        });
        return found == missing_.end() ? key : std::string_view(*found);
    }

    void principal_keys() {
        const auto arn = value("aws:principalarn");
        if (!arn) {
            return;
        }
        const auto account = value("aws:principalaccount");
        if (account && *account != account_of(*arn)) {
            add(fmt::format(
                    "aws:PrincipalArn is `{}`, and aws:PrincipalAccount is `{}`", *arn, *account),
                {"aws:principalarn", "aws:principalaccount"});
        }
        if (must_lack("aws:principalaccount")) {
            add("a request with aws:PrincipalArn has aws:PrincipalAccount",
                {"aws:principalarn", "aws:principalaccount"});
        }
        const auto type = value("aws:principaltype");
        if (type && *type != principal_type(arn_fields(*arn))) {
            add(fmt::format("aws:PrincipalArn is `{}`, and aws:PrincipalType is `{}`", *arn, *type),
                {"aws:principalarn", "aws:principaltype"});
        }
    }

    void resource() {
        const std::string& arn = request_.resource;
        const std::string_view owner = account_of(arn);
        if (!is_owner(owner)) {
            add(fmt::format("`{}` in the resource is no account", owner), {}).of_resource = true;
        }
        for (const std::string_view key : {"aws:resourceaccount", "s3:resourceaccount"}) {
            const Entry* found = entry(key);
            if (found != nullptr && is_account(owner) && found->values->front() != owner) {
                add(fmt::format("the resource is of account {}, and {} is `{}`",
                                owner,
                                found->spelling,
                                found->values->front()),
                    {std::string(key)})
                    .of_resource = true;
            }
        }
        if (is_account(owner) && must_lack("aws:resourceaccount")) {
            add(fmt::format("the resource is of account {}, and the request must not have {}",
                            owner,
                            spelt("aws:resourceaccount")),
                {"aws:resourceaccount"})
                .of_resource = true;
        }
        const auto region = value("aws:requestedregion");
        const std::string_view stands_in = arn_fields(arn).region;
        if (region && !stands_in.empty() && stands_in != *region) {
            add(fmt::format("the resource is in region `{}`, and aws:RequestedRegion is `{}`",
                            stands_in,
                            *region),
                {"aws:requestedregion"})
                .of_resource = true;
        }
    }

    // What AWS lists of the action.
    void action() {
        const Listed* known = listed(request_.action);
        if (known == nullptr) {
            return;
        }
        const auto& types = known->resources;
        const bool fits = types.empty() || std::ranges::any_of(types, [&](const Pattern& type) {
                              return matches(type, request_.resource);
                          });
        if (!fits) {
            add(fmt::format("as AWS listed {} on {}, it is {}",
                            request_.action,
                            reference::day_of_table(),
                            asked_for(*known->action)),
                {})
                .of_action = true;
        }
        for (const auto& [key, entry] : values_) {
            if (!may_have(*known, key)) {
                add(fmt::format("as AWS listed {} on {}, its requests have no {}",
                                request_.action,
                                reference::day_of_table(),
                                entry.spelling),
                    {key})
                    .of_action = true;
            }
        }
    }

    // What an action is asked for, in words: not for what the request is.
    [[nodiscard]] std::string asked_for(const reference::ListedAction& action) const {
        if (action.types.empty()) {
            return "asked for on `*`, no ARN";
        }
        constexpr std::size_t most_named = 3;
        std::string types;
        for (std::size_t i = 0; i < std::min(action.types.size(), most_named); ++i) {
            types += fmt::format("{}{}", i == 0 ? "" : ", ", action.types[i]->name);
        }
        types += action.types.size() > most_named ? ", …" : "";
        return fmt::format("asked for on an ARN of type {}, not on `{}`", types, request_.resource);
    }

    // Calls that a service makes for somebody.
    void calls() {
        constexpr std::array<std::string_view, 3> via{
            "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"};
        const Entry* some = nullptr;
        for (const std::string_view key : via) {
            some = some == nullptr ? entry(key) : some;
        }
        if (some == nullptr) {
            return;
        }
        std::vector<std::string> keys(via.begin(), via.end());
        keys.emplace_back("aws:viaawsservice");
        if (is_one("aws:viaawsservice", "false")) {
            add(fmt::format("a request with {} has aws:ViaAWSService true", some->spelling), keys);
        }
        for (const std::string_view key : via) {
            if (must_lack(key)) {
                add(fmt::format("a request with {} has {}", some->spelling, spelt(key)), keys);
            }
        }
        const Entry* chain = entry(via[0]);
        const auto first = value(via[1]);
        const auto last = value(via[2]);
        const auto in_chain = [&](const std::optional<std::string_view>& one) {
            return !one || std::ranges::find(*chain->values, *one) != chain->values->end();
        };
        if (chain != nullptr && !(in_chain(first) && in_chain(last))) {
            add("aws:CalledViaFirst and aws:CalledViaLast are among aws:CalledVia", keys);
        }
    }

    // A key of its own for each member of a set: tags, and pairs of an encryption context.
    void members(std::string_view set, std::string_view prefix) {
        const Entry* names = entry(set);
        const auto is_member = [&](std::string_view name) {
            return names != nullptr && std::ranges::any_of(*names->values, [&](const auto& one) {
                       return policy::compare_folded(one, name) == 0;
                   });
        };
        for (auto at = values_.lower_bound(prefix);
             at != values_.end() && at->first.starts_with(prefix);
             ++at) {
            const std::string_view name = std::string_view(at->first).substr(prefix.size());
            if ((names != nullptr || must_lack(set)) && !is_member(name)) {
                add(fmt::format("a request with {} has `{}` among its {}",
                                at->second.spelling,
                                at->second.spelling.substr(prefix.size()),
                                names == nullptr ? spelt(set) : names->spelling),
                    {at->first, std::string(set)});
            }
        }
        for (const std::string& key :
             names == nullptr ? std::span<const std::string>{} : missing_) {
            const std::string folded = policy::folded(key);
            if (folded.starts_with(prefix) &&
                is_member(std::string_view(folded).substr(prefix.size()))) {
                add(fmt::format("a request whose {} name it has {}", names->spelling, key),
                    {folded, std::string(set)});
            }
        }
    }

    // A path in an organization begins with the organization.
    void organization(std::string_view of) {
        const std::string id = fmt::format("aws:{}orgid", of);
        const std::string paths = fmt::format("aws:{}orgpaths", of);
        const Entry* path = entry(paths);
        const auto organization = value(id);
        if (path == nullptr || !(organization || must_lack(id))) {
            return;
        }
        const bool inside =
            organization && std::ranges::all_of(*path->values, [&](const std::string& one) {
                return one.starts_with(std::string(*organization) + "/");
            });
        if (!inside) {
            add(fmt::format("{} begin with the organization", path->spelling), {id, paths});
        }
    }

    void network() {
        const Entry* address = entry("aws:sourceip");
        for (const std::string_view key :
             {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:vpceaccount"}) {
            const Entry* endpoint = entry(key);
            if (address != nullptr && endpoint != nullptr) {
                add(fmt::format("a request through an endpoint, with {}, has no aws:SourceIp",
                                endpoint->spelling),
                    {"aws:sourceip", std::string(key)});
            }
        }
    }

    void times() {
        const auto now = value("aws:currenttime");
        const auto epoch = value("aws:epochtime");
        if (now && epoch && parse_condition_date(*now) != parse_condition_date(*epoch)) {
            add("aws:CurrentTime and aws:EpochTime are one instant",
                {"aws:currenttime", "aws:epochtime"});
        }
        const bool without_device = is_one("aws:multifactorauthpresent", "false") ||
                                    must_lack("aws:multifactorauthpresent");
        if (value("aws:multifactorauthage") && without_device) {
            add("a request with aws:MultiFactorAuthAge has aws:MultiFactorAuthPresent true",
                {"aws:multifactorauthage", "aws:multifactorauthpresent"});
        }
        if (is_one("aws:multifactorauthpresent", "true") && must_lack("aws:multifactorauthage")) {
            add("a request with aws:MultiFactorAuthPresent true has aws:MultiFactorAuthAge",
                {"aws:multifactorauthage", "aws:multifactorauthpresent"});
        }
    }

    void source() {
        const auto arn = value("aws:sourcearn");
        const auto account = value("aws:sourceaccount");
        if (arn && account && is_account(account_of(*arn)) && account_of(*arn) != *account) {
            add(fmt::format("aws:SourceArn is `{}`, and aws:SourceAccount is `{}`", *arn, *account),
                {"aws:sourcearn", "aws:sourceaccount"});
        }
    }

    const Request& request_;
    std::span<const std::string> missing_;
    std::map<std::string, Entry, std::less<>> values_; // by folded key
    std::vector<Contradiction> found_;
};

} // namespace

bool is_always_there(std::string_view key, const Request& request) {
    const auto known = reference::known_key(key);
    const bool of_caller = key == "aws:principalaccount" || key == "aws:principaltype";
    return known && known->in_every_request &&
           !(of_caller && request.principal && !facts_of(*request.principal));
}

bool is_account_key(std::string_view folded) {
    return std::ranges::find(account_keys, folded) != account_keys.end();
}

std::vector<Contradiction> contradictions_of(const Request& request,
                                             std::span<const std::string> missing) {
    return Examination(request, missing).run();
}

} // namespace polhist::access
