// What a policy set says of a request, from its definition and from nothing else: each layer that
// is present must allow, and no document may deny.
//
// In one account a resource policy that names the caller in person (the user, the session, or
// everybody) gives on its own; one that names the caller's role gives within boundary and session;
// one that names an account gives nothing, for it leaves the question to the identity policies.
// Across accounts it must allow like any other layer. So must a trust policy, whose statements have
// no Resource, and a policy of a KMS key, whose actions are of `kms`; in one account whoever it
// names gets as much as from any other. RCPs only deny. SCPs bind in any case.

#pragma once

#include "judge/order.h"
#include "judge/policy_set.h"
#include "judge/universe.h"

namespace polhist::judge {

// More would be too many to watch.
constexpr std::size_t most_rules = 26;

// The rules of some sets, each once for each language, as bits of a mask.
class Watchlist {
public:
    // The bit of a rule that stands in a document.
    Mask bit_of(const Policy& document, const Rule& rule);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    // Whether some rule names principals, so that a request is by somebody.
    [[nodiscard]] bool has_principals() const;

    // For a universe that watches nothing else.
    [[nodiscard]] std::vector<Extra> extra() const;

    // Those that a request meets.
    [[nodiscard]] Mask met_by(const Request& request) const;

private:
    struct Entry {
        bool has_variables = true;
        Rule rule;
    };

    std::vector<Entry> entries_;
};

class SetMeaning {
public:
    // `other`: the set that it is held against; both have resource policies of one resource.
    SetMeaning(const PolicySet& set, const PolicySet& other, Watchlist& watchlist);

    // Whether the request is by the caller of the set; it is where the set has none.
    [[nodiscard]] bool is_by_caller(Mask met) const {
        return caller_ == 0 || (has(met, caller_) && !has(met, within_caller_));
    }

    // `allow`: all layers do; `deny`: some document does.
    [[nodiscard]] Said said(Mask met) const;

    [[nodiscard]] bool allows(Mask met) const;

    // Whether a layer that is present does not allow, nor a resource policy in its place.
    [[nodiscard]] bool lacks(LayerName name, std::size_t level, Mask met) const;

private:
    struct Allows {
        LayerName name = LayerName::identity;
        std::size_t level = 0;
        Mask bits = 0;
    };

    static bool has(Mask met, Mask bits) { return (met & bits) != 0; }

    void add_caller(const std::string& who, Watchlist& watchlist);
    void add_resource(const Policy& document, const Rule& rule, Watchlist& watchlist);

    bool cross_account_;
    std::string who_;            // empty: nobody
    bool must_name_ = false;     // nothing is given without the resource policy of one account
    std::vector<Allows> layers_; // without RCPs, and without the resource policy of one account
    Mask in_person_ = 0;         // Allows of that resource policy, by how they name the caller
    Mask by_role_ = 0;
    Mask by_account_ = 0;
    Mask denies_ = 0;
    Mask caller_ = 0;
    Mask within_caller_ = 0; // where the caller is a root: those of its account who are not
};

} // namespace polhist::judge
