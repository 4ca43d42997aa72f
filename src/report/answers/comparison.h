// Two versions of a policy, or two bare documents, and all there is to say about them.

#pragma once

#include "answers/horizon.h"
#include "diff/difference.h"
#include "ledger/ledger.h"
#include "timeline/when.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::answers {

class Reasons; // answers/reasons.h

// Where a document stands, for tools that point at lines of files.
struct Place {
    std::string file;               // as the user named it
    std::vector<std::size_t> lines; // of its statements, from 1; empty where they have none
};

// One side of a comparison.
struct Endpoint {
    std::string label; // what people call it: `v13`, or a file's name
    std::optional<std::string> version;
    std::optional<Instant> created;
    std::shared_ptr<const policy::Document> document;
    std::optional<Place> place = {};     // nothing where it came from no file
    std::optional<Horizon> horizon = {}; // of a version that a user named
};

struct Comparison {
    std::string name; // of the policy; empty where bare documents are compared
    std::string arn;
    Endpoint from;
    Endpoint to;
    diff::Difference difference;            // views of both documents
    std::vector<ledger::Update> documented; // newest first
    std::optional<Horizon> horizon = {};    // of versions of a policy as a user named them
    bool dated = false; // a date or `latest` was among the names, so that time could change it
};

// Reads the document of a version.
Result<std::shared_ptr<const policy::Document>> load(const timeline::Version& version);

// The endpoint of a version.
Result<Endpoint> endpoint_of(const timeline::Version& version);

// What stands for a document where there is none beside `other`: one that allows nothing.
Endpoint nothing_beside(const policy::Document& other);

// Every comparison has its own budget of work (access/compare.h).

// Compares two documents; the caller says whose they are.
Comparison compare(Endpoint from, Endpoint to, std::size_t budget = access::usual_budget);

// Compares what two WHENs name, with the updates documented between them. At a date at which the
// policy was withdrawn, that is nothing.
Result<Comparison> compare(const timeline::History& history,
                           const timeline::When& from,
                           const timeline::When& to,
                           std::span<const ledger::Ledger> ledgers,
                           std::size_t budget = access::usual_budget);

// A state of a policy, by its position (1 at least), against the one in force before it: against
// nothing where the policy was withdrawn between them.
Result<Comparison> step(const timeline::History& history,
                        std::size_t state,
                        const Reasons& reasons,
                        std::size_t budget = access::usual_budget);

// The documents of a step, where they were read already.
struct Sides {
    Endpoint before;
    Endpoint after;
};

Comparison step(const timeline::History& history,
                std::size_t state,
                Sides read,
                const Reasons& reasons,
                std::size_t budget = access::usual_budget);

// What a policy allowed before it was withdrawn, against nothing; `last` is its last document.
Comparison withdrawal(const timeline::History& history,
                      Endpoint last,
                      std::size_t budget = access::usual_budget);

// Whether a difference came or went for actions of a service (`ec2`, in any letter case): in a
// grant whose pattern can match one, by wildcards and NotAction too.
bool touches(const diff::Difference& difference, std::string_view service);

// Whether a statement is about some action of a service, likewise.
bool is_about(const policy::Statement& statement, std::string_view service);

// Something that was to be compared and was not.
struct Uncompared {
    std::string subject;
    std::string reason;
    bool unreadable = false; // else its content is not known yet
    std::string file = {};   // that it stands in, as the user named it
};

// All the policies of a plan or of a pair of templates. What changed outside of a plan stands
// apart: it is not what the plan does.
struct ComparisonSet {
    std::vector<Comparison> comparisons;
    std::vector<Uncompared> uncompared;
    std::vector<Comparison> drifted;
    std::vector<Uncompared> drifted_uncompared;
};

// How many things changed in each telling, for a line that carries the news.
struct Counts {
    std::size_t actions_added = 0;
    std::size_t actions_removed = 0;
    std::size_t resources_added = 0;
    std::size_t resources_removed = 0;
    std::size_t conditions = 0;
};

// Actions and resources are counted once each, however many grants name them.
Counts count(const diff::Difference& difference);

// `+3 actions  -1 resource  ~1 condition`; `no change in grants` where there is none.
std::string summary(const diff::Difference& difference);

} // namespace polhist::answers
