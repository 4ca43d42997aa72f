#include "judge/carried.h"

#include "judge/alphabet.h"
#include "judge/pattern.h"
#include "judge/scalar.h"

#include <algorithm>

namespace polhist::judge {
namespace {

bool is_account(const std::string& text) {
    return text.empty() || text == "aws" ||
           (text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos);
}

bool is_arn_with_account(const Texts& fields) {
    return fields.size() == 6 && fields[0] == "arn" && is_account(fields[4]) && !fields[5].empty();
}

bool is_caller(const std::string& rest) {
    return rest == "root" || rest.starts_with("user/") || rest.starts_with("role/") ||
           rest.starts_with("federated-user/");
}

Texts caller_arns(bool few) {
    Texts all;
    const Texts accounts = few ? Texts{"", "111111111111", "222222222222"}
                               : Texts{"", "aws", "111111111111", "133333333333", "222222222222"};
    const Texts rests =
        few ? Texts{"root", "user/a", "role/z"}
            : Texts{"root", "user/a", "user/z", "role/a", "role/az", "role/z", "federated-user/z"};
    for (const std::string& account : accounts) {
        for (const std::string& rest : rests) {
            all.push_back("arn:aws:iam::" + account + ':' + rest);
        }
    }
    if (!few) {
        all.push_back("arn:aws:sts::111111111111:federated-user/a");
        all.push_back("arn:z:iam::111111111111:user/a");
    }
    return all;
}

Texts other_arns(bool few) {
    if (few) {
        return {"arn:aws:s:::a", "arn:aws:s::aws:a", "arn:z:s::111111111111:a:b"};
    }
    Texts all{"arn:z:s:::a", "arn:aws:z:::a", "arn:aws:s:z::a", "arn:aws:s:z:111111111111:a"};
    for (const char* account : {"", "aws", "111111111111", "133333333333", "222222222222"}) {
        for (const char* rest : {"a", "b", "z", "a:b", "user/a"}) {
            all.push_back(std::string("arn:aws:s::") + account + ':' + rest);
        }
    }
    return all;
}

// Fields of a pattern; a colon inside of a variable parts none.
std::size_t count_fields(const std::string& pattern) {
    std::size_t fields = 1;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const std::size_t close =
            pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
        fields += pattern[at] == ':' ? 1U : 0U;
        at = close == std::string::npos ? at : close;
    }
    return fields;
}

bool is_of_gateway(const std::string& pattern) {
    return pattern.find("execute-api") != std::string::npos;
}

bool is_short(const std::string& pattern) {
    return pattern != "*" && count_fields(pattern) < 6;
}

} // namespace

std::optional<Known> known(const std::string& key) {
    static const std::map<std::string, Known> table{
        {"aws:securetransport", {Kind::truth, false}},
        {"aws:sourceip", {Kind::address, false}},
        {"aws:currenttime", {Kind::instant, false}},
        {"aws:epochtime", {Kind::instant, false}},
        {"aws:sourcevpce", {Kind::text, false}},
        {"aws:tagkeys", {Kind::text, true}},
        {"aws:sourcearn", {Kind::arn, false}},
        {"aws:principalarn", {Kind::caller_arn, false}},
    };
    const auto found = table.find(key);
    return found == table.end() ? std::nullopt : std::optional(found->second);
}

Kind kind_of(const std::string& key, const std::set<std::string>& bases) {
    const auto entry = known(key);
    const bool by_date = std::ranges::any_of(bases, [](const std::string& base) {
        return base.starts_with("date") || base.starts_with("numeric");
    });
    if (bases.contains("ipaddress")) {
        return Kind::address;
    }
    if (entry && entry->kind == Kind::instant) {
        return by_date ? Kind::instant : Kind::text;
    }
    if (entry) {
        return entry->kind == Kind::address ? Kind::text : entry->kind;
    }
    return bases == std::set<std::string>{"bool"} ? Kind::truth : Kind::text;
}

bool is_of_kind(Kind kind, const std::string& value) {
    switch (kind) {
    case Kind::text:
        return true;
    case Kind::truth:
        return value == "true" || value == "false";
    case Kind::address:
        return value.find('/') == std::string::npos && network_of(value).has_value();
    case Kind::instant:
        return date_of(value).has_value();
    case Kind::arn:
        return is_arn_with_account(fields_of(value));
    case Kind::caller_arn:
        return is_arn_with_account(fields_of(value)) && is_caller(fields_of(value)[5]);
    }
    return false;
}

Texts values_of(Kind kind, const std::string& key, bool few) {
    switch (kind) {
    case Kind::text:
        return {};
    case Kind::truth:
        return {"true", "false"};
    case Kind::address:
        return addresses();
    case Kind::instant:
        return key == "aws:epochtime" ? epochs() : dates();
    case Kind::arn: {
        Texts all = caller_arns(few);
        const Texts more = other_arns(few);
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    case Kind::caller_arn:
        return caller_arns(few);
    }
    return {};
}

Rule meaning_of(Rule rule) {
    for (std::string& pattern : rule.resources) {
        if (pattern.starts_with("execute-api:/")) {
            pattern = "arn:*:execute-api:*:*:*" + pattern.substr(pattern.find('/'));
        }
        while (is_short(pattern)) {
            pattern += ":*";
        }
    }
    for (Test& test : rule.tests) {
        const auto entry = known(lower(test.key));
        const std::size_t at = test.comparison.find("Numeric");
        if (entry && entry->kind == Kind::instant && at != std::string::npos) {
            test.comparison.replace(at, 7, "Date");
        }
    }
    return rule;
}

Policy meaning_of(Policy policy) {
    for (Rule& rule : policy.rules) {
        rule = meaning_of(std::move(rule));
    }
    return policy;
}

Texts more_resources(const Rule& rule) {
    // The patterns are complete by now: of a short one the end is left.
    const auto is_unusual = [](const std::string& pattern) {
        return is_of_gateway(pattern) || pattern.ends_with(":*:*") ||
               std::ranges::count(pattern, ':') > 5;
    };
    if (std::ranges::none_of(rule.resources, is_unusual)) {
        return {};
    }
    Texts all{"arn:aws:s:z::a", "arn:aws:s:a::b", "arn:aws:s:z:a:a", "arn::s:::a", "arn:aws::::a"};
    for (const char* partition : {"aws", "z"}) {
        for (const char* region : {"", "z"}) {
            for (const char* account : {"", "a", "z"}) {
                for (const char* rest :
                     {"a", "a/", "a/a", "z/b", "/a/a", "z/a/a", "z/a/b", "z/a/b/z", "z/b/a"}) {
                    all.push_back(std::string("arn:") + partition + ":execute-api:" + region + ':' +
                                  account + ':' + rest);
                }
            }
        }
    }
    return all;
}

} // namespace polhist::judge
