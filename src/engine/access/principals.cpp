#include "access/principals.h"

#include "access/glob.h"
#include "access/root_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <set>
#include <string>

namespace polhist::access {
namespace {

using policy::Principal;

constexpr std::size_t word_bits = 64;

// The first twelve digits in a text that stand alone; empty where there are none.
std::string account_in(std::string_view text) {
    constexpr std::size_t digits = 12;
    for (std::size_t at = text.find_first_of("0123456789"); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
        if (end - at == digits) {
            return std::string(text.substr(at, digits));
        }
        at = text.find_first_of("0123456789", end);
    }
    return {};
}

class Enumeration {
public:
    explicit Enumeration(const std::deque<PrincipalList>& lists) : lists_(lists) {
        for (const PrincipalList& list : lists_) {
            for (const Principal& named : list.names.values) {
                names_.insert(named.value);
            }
        }
    }

    std::vector<Principal> all() {
        for (const PrincipalList& list : lists_) {
            for (const Principal& named : list.names.values) {
                add_named(named);
            }
        }
        for (const PrincipalList& list : lists_) {
            for (const Principal& named : list.names.values) {
                if (named.kind == "AWS" || is_root_alone(named)) {
                    add_account_of(named.value);
                }
            }
        }
        add(stranger());
        add({"Service", unnamed("example.amazonaws.com")});
        add({"Federated", unnamed("example.com")});
        add({"CanonicalUser", unnamed("example")});
        add(anonymous);
        return std::move(found_);
    }

private:
    void add(Principal caller) {
        if (known_.insert(caller).second) {
            found_.push_back(std::move(caller));
        }
    }

    void add_named(const Principal& named) {
        if (is_root_alone(named)) {
            add(root_of(named));
            return;
        }
        if (!is_caller(named) || named == anonymous) {
            return;
        }
        const ArnFields arn = named.kind == "AWS" ? arn_fields(named.value) : ArnFields{};
        const bool has_role = !role_name(arn).empty();
        if (!has_role || arn.service == "sts") {
            add(named);
        }
        if (has_role) {
            add({"AWS", unnamed(session_of(named.value))});
        }
    }

    // A user and the root of an account that some name is of.
    void add_account_of(std::string_view name) {
        const ArnFields arn = arn_fields(name);
        const std::string account =
            is_account(arn.account) ? std::string(arn.account) : account_in(name);
        if (account.empty() || !accounts_.insert(account).second) {
            return;
        }
        const std::string_view partition =
            arn.partition.empty() || has_wildcard(arn.partition) ? "aws" : arn.partition;
        add({"AWS", unnamed(fmt::format("arn:{}:iam::{}:user/example", partition, account))});
        add({"AWS", fmt::format("arn:{}:iam::{}:root", partition, account)});
    }

    // A user of an account that no list names.
    [[nodiscard]] Principal stranger() const {
        constexpr std::uint64_t usual_account = 111'122'223'333;
        for (std::uint64_t account = usual_account;; ++account) {
            const std::string number = std::to_string(account);
            if (!accounts_.contains(number)) {
                return {"AWS", fmt::format("arn:aws:iam::{}:user/example", number)};
            }
        }
    }

    // `name`, or a longer one that no list names.
    [[nodiscard]] std::string unnamed(std::string name) const {
        while (names_.contains(name)) {
            name += 'x';
        }
        return name;
    }

    const std::deque<PrincipalList>& lists_;
    std::set<std::string> names_;
    std::set<std::string> accounts_; // that names are of
    std::set<Principal> known_;
    std::vector<Principal> found_;
};

void set_bit(Callers::Set& set, std::size_t at) {
    set[at / word_bits] |= std::uint64_t{1} << (at % word_bits);
}

bool has_bit(const Callers::Set& set, std::size_t at) {
    return ((set[at / word_bits] >> (at % word_bits)) & 1U) != 0;
}

// The words of two sets, joined one by one.
template <typename Join>
Callers::Set joined(const Callers::Set& left, const Callers::Set& right, Join join) {
    Callers::Set set(left.size());
    std::ranges::transform(left, right, set.begin(), join);
    return set;
}

Callers::Set either(const Callers::Set& left, const Callers::Set& right) {
    return joined(left, right, std::bit_or<>());
}

Callers::Set without(const Callers::Set& left, const Callers::Set& right) {
    return joined(left, right, [](std::uint64_t a, std::uint64_t b) { return a & ~b; });
}

} // namespace

const std::vector<Principal>& Callers::all() {
    if (callers_.empty()) {
        enumerate();
    }
    return callers_;
}

void Callers::enumerate() {
    callers_ = Enumeration(lists_).all();
    index_callers();
    put_unclear_last();
}

void Callers::index_callers() {
    everybody_.assign(callers_.size() / word_bits + 1, 0);
    with_account_ = sessions_ = roots_ = everybody_;
    exact_.clear();
    accounts_.clear();
    roles_.clear();
    for (std::size_t i = 0; i < callers_.size(); ++i) {
        set_bit(everybody_, i);
        exact_.emplace(callers_[i], i);
        const ArnFields arn =
            callers_[i].kind == "AWS" ? arn_fields(callers_[i].value) : ArnFields{};
        if (arn.account.empty()) {
            continue;
        }
        set_bit(with_account_, i);
        if (arn.rest == "root") {
            set_bit(roots_, i);
        }
        const std::string account(arn.account);
        set_bit(accounts_.try_emplace(account, none()).first->second, i);
        if (arn.service == "sts" && !role_name(arn).empty()) {
            set_bit(sessions_, i);
            const std::pair role(account, std::string(role_name(arn)));
            set_bit(roles_.try_emplace(role, none()).first->second, i);
        }
    }
}

void Callers::put_unclear_last() {
    Set open = none();
    for (const PrincipalList& list : lists_) {
        open = list.names.negated ? either(open, unclear(list)) : std::move(open);
    }
    std::vector<Principal> clear;
    std::vector<Principal> rest;
    for (std::size_t i = 0; i < callers_.size(); ++i) {
        (has_bit(open, i) ? rest : clear).push_back(std::move(callers_[i]));
    }
    clear.insert(clear.end(), rest.begin(), rest.end());
    callers_ = std::move(clear);
    index_callers();
}

Callers::Listed Callers::listed(const policy::Principals& names) const {
    Listed found{none(), none(), none()};
    for (const Principal& named : names.values) {
        if (named.kind == "AWS" && named.value == "*") {
            return {everybody_, everybody_, everybody_};
        }
        const auto exact = named == anonymous
                               ? exact_.end()
                               : exact_.find(is_root_alone(named) ? root_of(named) : named);
        if (exact != exact_.end()) {
            set_bit(found.in_person, exact->second);
        }
        const ArnFields arn = named.kind == "AWS" ? arn_fields(named.value) : ArnFields{};
        const bool whole = arn.rest == "root" || (named.kind == "AWS" && is_account(named.value));
        const auto account =
            whole ? accounts_.find(arn.rest == "root" ? arn.account : std::string_view(named.value))
                  : accounts_.end();
        if (account != accounts_.end()) {
            found.by_account = either(found.by_account, account->second);
        }
        const auto role = arn.rest.starts_with("role/")
                              ? roles_.find({std::string(arn.account), std::string(role_name(arn))})
                              : roles_.end();
        if (role != roles_.end()) {
            found.by_role = either(found.by_role, role->second);
        }
    }
    // A root is in person what its account is.
    found.in_person = either(found.in_person, joined(found.by_account, roots_, std::bit_and<>()));
    return found;
}

// Callers all of whose links are listed.
Callers::Set Callers::all_links(const Listed& listed) const {
    const Set lacks_account = without(with_account_, listed.by_account);
    const Set lacks_role = without(sessions_, listed.by_role);
    return without(without(listed.in_person, lacks_account), lacks_role);
}

Callers::Set Callers::unclear(const PrincipalList& list) const {
    const Listed names = listed(list.names);
    const Set some = list.effect == policy::Effect::deny
                         ? names.in_person
                         : either(names.in_person, either(names.by_account, names.by_role));
    return without(some, all_links(names));
}

Callers::Set Callers::everybody() {
    static_cast<void>(all());
    return everybody_;
}

const Callers::Set& Callers::matched(std::size_t list) {
    matched_.resize(std::max(matched_.size(), lists_.size()));
    Set& set = matched_[list];
    if (!set.empty()) {
        return set;
    }
    static_cast<void>(all());
    const PrincipalList& asked = lists_[list];
    const Listed names = listed(asked.names);
    const Set some = either(names.in_person, either(names.by_account, names.by_role));
    if (!asked.names.negated) {
        set = some;
    } else {
        const bool denies = asked.effect == policy::Effect::deny;
        set = without(everybody_, denies ? all_links(names) : some);
    }
    return set;
}

void Callers::keep(Set& left, std::size_t list, bool refuted) {
    const Set& one = matched(list);
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] &= refuted ? ~one[i] : one[i];
    }
}

bool Callers::is_unclear(std::size_t list, const Principal& caller) {
    static_cast<void>(all());
    const auto at = exact_.find(caller);
    if (!lists_[list].names.negated || at == exact_.end()) {
        return false;
    }
    unclear_.resize(std::max(unclear_.size(), lists_.size()));
    if (unclear_[list].empty()) {
        unclear_[list] = unclear(lists_[list]);
    }
    return has_bit(unclear_[list], at->second);
}

std::optional<Principal> Callers::first_of(const Set& left) {
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] != 0) {
            return all()[i * word_bits + static_cast<std::size_t>(std::countr_zero(left[i]))];
        }
    }
    return std::nullopt;
}

} // namespace polhist::access
