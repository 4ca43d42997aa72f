#include "access/principals.h"

#include "access/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

namespace polhist::access {
namespace {

using policy::Principal;
using policy::Principals;

constexpr std::size_t account_digits = 12;

// A session of a named role, and a user of the account of a named principal.
void add_members(const Principal& named, std::vector<Principal>& out) {
    const std::size_t role = named.value.find(":role/");
    if (role != std::string::npos && named.value.starts_with("arn:aws:iam::")) {
        constexpr std::size_t account_at = 13;
        out.push_back({"AWS",
                       fmt::format("arn:aws:sts::{}:assumed-role/{}/example",
                                   named.value.substr(account_at, role - account_at),
                                   named.value.substr(named.value.rfind('/') + 1))});
    }
    const std::size_t first = named.value.find_first_of("0123456789");
    if (first != std::string::npos && named.value.size() >= first + account_digits) {
        out.push_back({"AWS",
                       fmt::format("arn:aws:iam::{}:user/example-unnamed",
                                   named.value.substr(first, account_digits))});
    }
}

// A user of an account that no list names.
Principal stranger(const std::set<std::string>& names) {
    constexpr std::uint64_t usual_account = 111'122'223'333;
    for (std::uint64_t account = usual_account;; ++account) {
        const std::string number = std::to_string(account);
        const bool named = std::ranges::any_of(
            names, [&](const std::string& name) { return name.find(number) != std::string::npos; });
        if (!named) {
            return {"AWS", fmt::format("arn:aws:iam::{}:user/example", number)};
        }
    }
}

// `name`, or a longer one that no list names.
std::string unnamed(std::string name, const std::set<std::string>& names) {
    while (names.contains(name)) {
        name = fmt::format("x{}", name);
    }
    return name;
}

} // namespace

std::vector<Principal> distinct_principals(const std::vector<const Principals*>& lists) {
    std::set<std::string> names;
    std::vector<Principal> found;
    for (const Principals* list : lists) {
        for (const Principal& named : list->values) {
            names.insert(named.value);
            if (named.value != "*") {
                found.push_back(named);
            }
            if (named.kind == "AWS") {
                add_members(named, found);
            }
        }
    }
    found.push_back(stranger(names));
    found.push_back({"Service", unnamed("example.amazonaws.com", names)});
    found.push_back({"Federated", unnamed("example.com", names)});
    found.push_back({"CanonicalUser", unnamed("example", names)});
    return found;
}

std::optional<Principal> find_principal(const std::vector<PrincipalDemand>& demands,
                                        const std::vector<Principal>& candidates) {
    const auto suits = [&](const Principal& candidate) {
        return std::ranges::all_of(demands, [&](const PrincipalDemand& demand) {
            const bool some = std::ranges::any_of(
                demand.list->values, [&](const auto& name) { return takes_in(name, candidate); });
            return (some != demand.list->negated) != demand.refuted;
        });
    };
    const auto found = std::ranges::find_if(candidates, suits);
    return found == candidates.end() ? std::nullopt : std::optional(*found);
}

} // namespace polhist::access
