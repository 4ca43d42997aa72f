#include "access/principals.h"

#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
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
            listed_.emplace_back(list.names);
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
                if (named.kind == "AWS") {
                    add_account_of(named.value);
                }
            }
        }
        add(stranger());
        add({"Service", unnamed("example.amazonaws.com")});
        add({"Federated", unnamed("example.com")});
        add({"CanonicalUser", unnamed("example")});
        add(anonymous);
        std::ranges::stable_partition(found_, [&](const Principal& one) { return is_clear(one); });
        return std::move(found_);
    }

private:
    void add(Principal caller) {
        if (known_.insert(caller).second) {
            found_.push_back(std::move(caller));
        }
    }

    void add_named(const Principal& named) {
        if (has_wildcard(named.value) || is_account(named.value) || named == anonymous) {
            return;
        }
        const CallerArn arn = caller_arn(named.value);
        const std::string_view role = named.kind == "AWS" ? role_name(arn) : std::string_view{};
        if (role.empty()) {
            add(named);
            return;
        }
        const bool is_session = arn.service == "sts";
        if (is_session) {
            add(named);
        }
        add({"AWS",
             unnamed(fmt::format(
                 "arn:{}:sts::{}:assumed-role/{}/example", arn.partition, arn.account, role))});
    }

    // A user and the root of an account that some name is of.
    void add_account_of(std::string_view name) {
        const CallerArn arn = caller_arn(name);
        const std::string account =
            is_account(arn.account) ? std::string(arn.account) : account_in(name);
        if (account.empty()) {
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
            const bool named = std::ranges::any_of(names_, [&](const std::string& name) {
                return name.find(number) != std::string::npos;
            });
            if (!named) {
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

    [[nodiscard]] bool is_clear(const Principal& caller) const {
        for (std::size_t i = 0; i < lists_.size(); ++i) {
            if (lists_[i].names.negated && listed_[i].is_unclear(lists_[i].effect, caller)) {
                return false;
            }
        }
        return true;
    }

    const std::deque<PrincipalList>& lists_;
    std::set<std::string> names_;
    std::vector<ListedNames> listed_; // by list
    std::set<Principal> known_;
    std::vector<Principal> found_;
};

} // namespace

std::vector<Principal> distinct_callers(const std::deque<PrincipalList>& lists) {
    return Enumeration(lists).all();
}

const std::vector<Principal>& Callers::all() {
    if (callers_.empty()) {
        callers_ = distinct_callers(lists_);
    }
    return callers_;
}

Callers::Set Callers::everybody() {
    const std::size_t count = all().size();
    Set set(count / word_bits + 1, ~std::uint64_t{0});
    set.back() = (std::uint64_t{1} << (count % word_bits)) - 1;
    return set;
}

const Callers::Set& Callers::matched(std::size_t list) {
    matched_.resize(std::max(matched_.size(), lists_.size()));
    Set& set = matched_[list];
    if (set.empty()) {
        const ListedNames names(lists_[list].names);
        set.assign(all().size() / word_bits + 1, 0);
        for (std::size_t i = 0; i < callers_.size(); ++i) {
            if (names.match(lists_[list].effect, callers_[i])) {
                set[i / word_bits] |= std::uint64_t{1} << (i % word_bits);
            }
        }
    }
    return set;
}

void Callers::keep(Set& left, std::size_t list, bool refuted) {
    const Set& one = matched(list);
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] &= refuted ? ~one[i] : one[i];
    }
}

std::optional<Principal> Callers::first_of(const Set& left) {
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] != 0) {
            return callers_[i * word_bits + static_cast<std::size_t>(std::countr_zero(left[i]))];
        }
    }
    return std::nullopt;
}

} // namespace polhist::access
