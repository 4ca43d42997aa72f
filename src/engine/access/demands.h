// What is demanded of a request, dimension by dimension, and what can meet it.

#pragma once

#include "access/key.h"
#include "access/parts.h"
#include "access/principals.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace polhist::access {

// A part that must hold, or with `refuted` must not, as one number.
class Demanded {
public:
    Demanded(const Part& part, bool refuted) : code_(part.number * 2 + (refuted ? 1 : 0)) {}

    [[nodiscard]] int number() const { return code_ / 2; }

    [[nodiscard]] bool refuted() const { return code_ % 2 == 1; }

    [[nodiscard]] int code() const { return code_; }

    [[nodiscard]] Demanded opposite() const {
        Demanded other = *this;
        other.code_ ^= 1;
        return other;
    }

    auto operator<=>(const Demanded&) const = default;

private:
    int code_;
};

using DemandedParts = std::vector<Demanded>; // of one dimension, sorted

// What a variable's key is in the requests looked for, apart from what is demanded of it.
struct KeyForm {
    Presence presence = Presence::any;
    const Pattern* shape = nullptr; // a single value must match it
};

// Answers to be kept, by dimension and demands.
class KnownAnswers {
public:
    // Where the answer is, true until it is written; and whether it was not there yet.
    std::pair<bool*, bool> at(Dimension dimension, const DemandedParts& demanded);

private:
    struct Hash {
        std::size_t operator()(std::uint64_t number) const;
        std::size_t operator()(const std::vector<int>& numbers) const;
    };

    std::unordered_map<std::uint64_t, bool, Hash> short_; // of two demands at most, most there are
    std::unordered_map<std::vector<int>, bool, Hash> long_;
};

// Answers for one dimension at a time.
class Dimensions {
public:
    Dimensions(const Parts& parts, Budget& budget)
        : parts_(parts),
          budget_(budget),
          callers_(parts.all_principals()) {}

    // Whether the demands may be met, variables standing for anything: `false` is certain.
    bool may_meet(Dimension dimension, const DemandedParts& demanded);

    // Whether a key with a value may meet them.
    bool may_be_present(Dimension dimension, const DemandedParts& demanded);

    // The same with what is known of variables.
    Search may_meet(Dimension dimension,
                    const DemandedParts& demanded,
                    const Meaning& meaning,
                    const KeyForm& form);

    // Answers with the values of all variables known.
    KeyValues find_values(Dimension dimension,
                          const DemandedParts& demanded,
                          const Lookup& lookup,
                          const KeyForm& form);
    Resource find_resource(const DemandedParts& demanded, const Lookup& lookup);

    // Whether a resource that meets the demands may be matched by one of some patterns besides, as
    // far as a quick look tells: `false` is certain.
    bool may_be_among(const DemandedParts& demanded, std::span<const Pattern> patterns);

    std::optional<policy::Principal> find_caller(const DemandedParts& demanded);

    // What `find_resource` looks for first.
    void prefer(const Preferred& preferred) { preferred_ = preferred; }

    [[nodiscard]] const Preferred& preferred() const { return preferred_; }

    Callers& callers() { return callers_; }

    // A value for a key that stands in no pattern and is longer than any run of `?`.
    const std::string& unknown_token(const std::string& key);

private:
    [[nodiscard]] KeyProblem
    key_problem(Dimension dimension, const DemandedParts& demanded, const KeyForm& form);
    [[nodiscard]] std::vector<ResourceDemand> resource_demands(const DemandedParts& demanded) const;

    const Parts& parts_;
    Budget& budget_;
    Callers callers_;
    Preferred preferred_;
    std::optional<std::size_t> marks_; // how many `?` all patterns have
    std::map<std::string, std::string> tokens_;
    KnownAnswers known_;
    KnownAnswers known_present_; // of keys with a value
};

} // namespace polhist::access
