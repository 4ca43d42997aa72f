// One policy through time: its versions, and which of them was in force when.
//
// Sources claim versions; what was in force is derived from the claims and never stored. Versions
// without a date were in force at a time nobody knows: they can be named, but no date leads to
// them.

#pragma once

#include "core/error.h"
#include "core/instant.h"
#include "policy/document.h"
#include "timeline/claim.h"
#include "timeline/text.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::timeline {

// A version that is believed to have been, with the creation that is believed of it.
struct Version {
    std::string id; // `v13`, or `sha-` and twelve hexadecimal digits where AWS gave none
    std::optional<Instant> created;
    SourceClass dated_by = SourceClass::bare; // what `created` is from; bare where there is none
    bool seen = false;                        // somebody observed it in force
    std::string document;                     // hash of its JSON value
    std::string blob;                         // the form that `json` is, as git calls it
    Text json;                                // the envelope or bare document first seen
    std::string origin;                       // what `json` is called in messages
};

// How a state came about: a version created after the one before it; a return to an older or to a
// newer one; an id that AWS gave a second time, after the policy had been deleted.
enum class Event { version, rollback, reinstated, recreated };

std::string_view name_of(Event event);

// A version in force from an instant on.
struct State {
    std::size_t version = 0; // position in History::versions
    Instant since;
    Event event = Event::version;
    std::optional<Instant> withdrawn = {}; // when the policy was found to be gone meanwhile
};

// A time in which a policy was there, as far as is known, and no version of it is known.
struct UnknownTime {
    std::optional<Instant> from;  // none: nobody knows since when
    std::optional<Instant> until; // none: until now

    // Whether an instant lies in it; none: now.
    [[nodiscard]] bool holds(const std::optional<Instant>& at) const {
        return at ? (!from || *from <= *at) && (!until || *at < *until) : !until;
    }
};

// Gives, for a version by its position, what of its document concerns some action: the statements
// that may be about it, with their numbers and Sids, less the actions that do not overlap it.
// Nothing where the document has to be read.
using Excerpts = std::function<std::optional<policy::Document>(std::size_t version)>;

struct History {
    std::string scope;
    std::string name;
    std::string arn;                // empty where no source said
    std::vector<Version> versions;  // by id number, then creation
    std::vector<State> states;      // oldest first
    std::vector<Instant> gaps;      // looks at which the document was not there, oldest first
    std::vector<std::string> notes; // what to know of it beside its states, for people

    std::optional<Instant> known_until; // the newest observation that this rests on
    std::vector<std::string> observers; // who observed it, sorted
    std::optional<UnknownTime> unknown; // before its first state

    // Excerpts about an action (a pattern). Empty where the archive has none; else it must stay.
    std::function<Excerpts(std::string_view action)> excerpts;

    [[nodiscard]] const Version& version_of(const State& state) const {
        return versions[state.version];
    }

    // The position of the state in force at an instant (none: now). Nothing before the first state,
    // and while the policy was withdrawn.
    [[nodiscard]] std::optional<std::size_t> in_force(const std::optional<Instant>& at) const;

    // Since when the policy is gone; nothing where it is in force, or has no state.
    [[nodiscard]] std::optional<Instant> withdrawn() const {
        return states.empty() ? std::nullopt : states.back().withdrawn;
    }
};

// Where histories come from: the documents that ship with polhist, or a store.
class Archive {
public:
    Archive() = default;
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;
    Archive(Archive&&) = delete;
    Archive& operator=(Archive&&) = delete;
    virtual ~Archive() = default;

    // The names of all policies, sorted.
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;

    // How many there are.
    [[nodiscard]] virtual std::size_t count() const { return names().size(); }

    // Of `names`, those with a version that may allow an action (a pattern, as in Action): at least
    // all that have one. Archives that cannot tell without reading every document give all.
    [[nodiscard]] virtual std::vector<std::string>
    names_that_may_allow(std::string_view action) const;

    // The names of policies that were there at an instant (none: now), as far as is known, and of
    // which no version of then is known, sorted.
    [[nodiscard]] virtual Result<std::vector<std::string>>
    names_unknown_at(const std::optional<Instant>& at) const;

    // The newest observation of any policy; nothing where there is none.
    [[nodiscard]] virtual Result<std::optional<Instant>> known_until() const;

    // Whether there is a policy of this exact name, among `names` or beside them.
    [[nodiscard]] virtual bool has(std::string_view name) const;

    // The name behind an ARN; nothing where there is none.
    [[nodiscard]] virtual std::optional<std::string> name_of_arn(std::string_view arn) const = 0;

    // The history of a policy of this exact name. Its documents are read when they are asked for,
    // until when the archive must stay.
    [[nodiscard]] virtual Result<History> history(std::string_view name) const = 0;

protected:
    // How far a policy is known.
    struct Known {
        std::optional<Instant> until;
        std::optional<UnknownTime> unknown;
    };

    // Of a policy by its exact name: from its history, where an archive does not keep it.
    [[nodiscard]] virtual Result<Known> known_of(const std::string& name) const;
};

// The history of a policy named by a user: a name or an ARN. An unknown one is an error that
// suggests a near miss, a unique prefix, or another letter case, and never assumes it.
Result<History> find(const Archive& archive, std::string_view policy);

} // namespace polhist::timeline
