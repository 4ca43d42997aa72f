// What sources say of policies: immutable facts, and nothing that was concluded from them.
//
// A claim never holds a path of the machine that recorded it, and its clock only where a source
// that has no time of its own was observed then. Claims are sets: the order in which they were made
// means nothing, and making one twice adds nothing. What is believed (dates, incarnations, states
// in force) is derived from them and never stored.

#pragma once

#include "core/instant.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace polhist::timeline {

// Whose policy, and its name. `scope`: `aws`, the number of an account, or `local`.
struct PolicyKey {
    std::string scope;
    std::string name;

    auto operator<=>(const PolicyKey&) const = default;
};

// What a source of this kind is worth when it dates a version.
enum class SourceClass {
    exact,     // an envelope, a dump or the IAM API: trusted to the second
    minute,    // a page of the AWS Managed Policy Reference: trusted to the minute
    catalogue, // the npm package: may repeat the policy's own date on each version
    bare,      // a document alone: proves that it existed
};

// The document of a version. `version` is `v13`, or `sha-` and the first twelve digits of
// `document` where the source gave no id.
struct VersionClaim {
    PolicyKey policy;
    std::string version;
    std::string document; // hash of its JSON value: 64 hexadecimal digits
    std::optional<Instant> created;
    SourceClass source = SourceClass::bare;

    auto operator<=>(const VersionClaim&) const = default;
};

// The ARN of a policy, and when the policy (not a version of it) came to be.
struct PolicyClaim {
    PolicyKey policy;
    std::string arn; // empty where the source did not say
    std::optional<Instant> created;
    SourceClass source = SourceClass::exact;

    auto operator<=>(const PolicyClaim&) const = default;
};

// What somebody found at an instant: which version was in force, or none that could be read.
// `observer` names who looked, the same over all its looks: the root commit of a git archive, or a
// subscription.
struct Observation {
    enum class Kind {
        in_force,
        gap,       // the policy was listed, but its document was not there (an empty download)
        withdrawn, // the policy was gone
    };

    PolicyKey policy;
    std::string observer;
    Instant at;
    Kind kind = Kind::in_force;
    std::string version; // these three of `in_force`, as in VersionClaim
    std::string document;
    std::optional<Instant> created;

    auto operator<=>(const Observation&) const = default;
};

// That an observer looked at all that it observes. What it observed of each policy are observations
// of the same instant or, where an observer tells changes only, of earlier ones.
//
// A poll of an account lists its policies of some kinds in full, each with an observation: of these
// kinds, a policy of the account without one was gone by then.
struct Poll {
    std::string observer;
    Instant at;
    std::string scope;              // of an account: whose policies it lists
    std::vector<std::string> kinds; // that it lists in full, sorted (timeline/presence.h)
    std::string digest; // SHA-256 of a source that says no time; empty where `at` was said

    auto operator<=>(const Poll&) const = default;
};

// A user, a group or a role: the number of its account, and `role/NAME`.
struct PrincipalKey {
    std::string account;
    std::string name;

    auto operator<=>(const PrincipalKey&) const = default;
};

// What an account listed of one at an instant. The documents of its inline policies are policies of
// their own, named `role/NAME/inline/POLICY`. Lists are sorted and have nothing twice.
struct PrincipalObservation {
    PrincipalKey principal;
    std::string observer; // as of an Observation
    Instant at;
    std::string arn;
    std::optional<Instant> created;
    std::vector<std::string> attached; // ARNs of managed policies
    std::vector<std::string> inlined;  // names of inline policies
    std::vector<std::string> groups;   // names of the groups of a user
    std::string boundary;              // ARN of the permissions boundary; empty: none

    auto operator<=>(const PrincipalObservation&) const = default;
};

// One spelling of a document, byte for byte, and when its source first had it. Readers give the
// bytes and leave `blob` empty; who records them fills it in.
struct Form {
    PolicyKey policy;
    std::string document;
    std::string bytes;
    std::optional<Instant> at;
    std::string blob; // what git calls the bytes: 40 hexadecimal digits
};

// What a listing says of a policy without showing a document: which version was the default, and
// when the newest of all was created.
struct ListingClaim {
    PolicyKey policy;
    std::string default_version;    // `v13`
    std::optional<Instant> updated; // creation of the newest version, the default or not

    auto operator<=>(const ListingClaim&) const = default;
};

// The state of a documentation page, told without a clock: its title, and the newest day its table
// of updates has (`2021-08-11`; empty for a page without a table). Of two states of a page the one
// with the later day is the newer.
struct PageState {
    std::string page;
    std::string newest;

    auto operator<=>(const PageState&) const = default;
};

// One row of the table of updates of a page. `policy.name` is empty for a row that concerns none.
struct DocumentedUpdate {
    PageState source;
    std::string date; // a day that exists
    PolicyKey policy;
    std::string change;
    std::string description;
    std::size_t repetition =
        0; // how many older rows of this page have the same day, policy, change

    auto operator<=>(const DocumentedUpdate&) const = default;
};

// What a page says of one service in the prose on a policy: its title and its paragraphs.
struct DocumentedService {
    std::string service;
    std::vector<std::string> text;

    auto operator<=>(const DocumentedService&) const = default;
};

// The prose of a page on one policy.
struct DocumentedProse {
    PageState source;
    PolicyKey policy;
    std::string summary;
    std::string introduction;
    std::vector<DocumentedService> services;

    auto operator<=>(const DocumentedProse&) const = default;
};

struct Claims {
    std::vector<PolicyClaim> policies;
    std::vector<VersionClaim> versions;
    std::vector<Observation> observations;
    std::vector<Form> forms;
    std::vector<ListingClaim> listings;
    std::vector<Poll> polls;
    std::vector<PrincipalObservation> principals;
    std::vector<DocumentedUpdate> updates;
    std::vector<DocumentedProse> prose;

    [[nodiscard]] bool empty() const;

    // Takes over all that `more` claims.
    void append(Claims more);
};

} // namespace polhist::timeline
