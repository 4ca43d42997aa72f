#include "judge/caller.h"

#include "judge/pattern.h"

#include <algorithm>

namespace polhist::judge {
namespace {

const Name everyone{"AWS", "*"};
const Name anonymous{"AWS", "anonymous"};

bool is_account(const std::string& text) {
    return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

// One of a chain, and the names that list it.
struct Link {
    std::string account; // where the link is a whole account
    std::string role;    // where it is a role of `account`, the name without the path
    Name name;           // otherwise
};

using Chain = std::vector<Link>;

Chain chain_of_arn(const Name& caller, const Texts& fields) {
    const std::string& account = fields[4];
    const std::string& rest = fields[5];
    Chain chain{{account, "", {}}};
    if (rest == "root") {
        return chain;
    }
    if (rest.starts_with("role/")) {
        chain.push_back({account, rest.substr(rest.rfind('/') + 1), {}});
        chain.push_back({"", "", {}}); // a session that no list names
        return chain;
    }
    if (rest.starts_with("assumed-role/")) {
        const std::string session = rest.substr(rest.find('/') + 1);
        chain.push_back({account, session.substr(0, session.find('/')), {}});
    }
    chain.push_back({"", "", caller});
    return chain;
}

Chain chain_of(const Name& caller) {
    const Texts fields = fields_of(caller.value);
    return caller.kind == "AWS" && fields.size() == 6 ? chain_of_arn(caller, fields)
                                                      : Chain{{"", "", caller}};
}

bool is_listed(const Link& link, const Name& name) {
    if (name == everyone) {
        return true;
    }
    const Texts fields = fields_of(name.value);
    const bool arn = name.kind == "AWS" && fields.size() == 6;
    if (!link.role.empty()) {
        return arn && fields[4] == link.account && fields[5].starts_with("role/") &&
               fields[5].substr(fields[5].rfind('/') + 1) == link.role;
    }
    if (!link.account.empty()) {
        return name == Name{"AWS", link.account} ||
               (arn && fields[4] == link.account && fields[5] == "root");
    }
    return !link.name.kind.empty() && link.name == name;
}

bool is_caller_arn(const Texts& fields) {
    if (fields.size() != 6 || fields[0] != "arn" || !fields[3].empty() || !is_account(fields[4])) {
        return false;
    }
    const std::string& rest = fields[5];
    const std::size_t last = rest.rfind('/');
    const bool named = last != std::string::npos && last + 1 < rest.size();
    if (fields[2] == "iam") {
        return rest == "root" || (named && rest.starts_with("user/"));
    }
    const bool session = rest.starts_with("assumed-role/") && last > rest.find('/') + 1;
    return fields[2] == "sts" && named && (session || rest.starts_with("federated-user/"));
}

} // namespace

Listing listing_of(const std::vector<Name>& names, const Name& caller) {
    Listing listing;
    for (const Link& link : chain_of(caller)) {
        listing.caller_listed =
            std::ranges::any_of(names, [&](const Name& name) { return is_listed(link, name); });
        listing.listed += listing.caller_listed ? 1 : 0;
        ++listing.links;
    }
    return listing;
}

bool matches_principal(const Rule& rule, const std::optional<Name>& caller, Unclear unclear) {
    if (!rule.has_principals || !caller) {
        return !rule.has_principals || rule.not_principal;
    }
    const Listing listing = listing_of(rule.principals, *caller);
    if (!rule.not_principal) {
        return listing.listed > 0;
    }
    const bool partly = listing.listed > 0 && listing.listed < listing.links;
    const bool flips = unclear == Unclear::flipped && partly;
    return rule.deny ? listing.listed < listing.links && !(flips && listing.caller_listed)
                     : listing.listed == 0 || flips;
}

bool is_caller(const Name& name) {
    if (name.value.empty() || name.value.find_first_of("*?") != std::string::npos) {
        return false;
    }
    return name.kind != "AWS" || name == anonymous || is_caller_arn(fields_of(name.value));
}

} // namespace polhist::judge
