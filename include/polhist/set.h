// A policy set: all documents that decide together what one principal may do.
//
// Every layer that is present must allow a request, and no document may deny it. A layer allows
// what some document of it does. A layer that is absent allows everything; one that is present and
// empty allows nothing. Sources: "Policy evaluation logic", "Permissions boundaries for IAM
// entities" and "Cross-account policy evaluation logic" in the IAM User Guide; "SCP evaluation" and
// "RCP evaluation" in the AWS Organizations User Guide.
//
// Example: a role with one policy, under a boundary.
//     Layers layers;
//     layers.identity = {*policy};
//     layers.boundary = *boundary;
//     const auto set = PolicySet::make(layers);

#pragma once

#include <polhist/document.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::api {

// The largest text of a policy set, in bytes. Each document in it keeps to `largest_document`.
inline constexpr std::size_t largest_set = std::size_t{64} * 1024 * 1024;

// What a policy set is made of. At most 1000 documents, 16 levels of SCPs and 16 of RCPs.
struct Layers {
    std::vector<Document> identity{}; // managed and inline policies, those of groups too
    std::optional<Document> boundary{};
    std::optional<std::vector<Document>> session{};
    std::vector<std::vector<Document>> scp{}; // by level from the root; none: no SCP binds
    std::vector<std::vector<Document>> rcp{}; // likewise; each level has RCPFullAWSAccess besides
    std::optional<Document> resource{};       // a bucket, key or trust policy
    std::optional<std::string> principal{};   // the caller, by its ARN; a role: any session of it
    bool cross_account = false; // the resource is of another account than the principal
};

// Immutable, as Document is: copies are cheap, and threads may share one.
class PolicySet {
public:
    // Error: invalid_set, where a limit is broken, `principal` is no ARN of a caller, or
    // `cross_account` stands without `resource`.
    POLHIST_API static Result<PolicySet> make(const Layers& layers);

    // Reads JSON: `{"identity": [DOC, …], "boundary": DOC, "session": [DOC, …], "scp": [[DOC, …],
    // …], "rcp": [[DOC, …], …], "resource": DOC, "principal": ARN, "cross_account": false}`.
    // Members that are missing or null are absent layers; others are refused.
    //
    // Errors: syntax, too_large (over `largest_set`), invalid_set.
    POLHIST_API static Result<PolicySet> parse(std::string_view text,
                                               const ReadOptions& options = {});

    // A document as the only identity policy of an unnamed principal.
    POLHIST_API static PolicySet of(const Document& document);

    // There is no move: it would leave a set behind that may not be read.
    PolicySet(const PolicySet& other) = default;
    PolicySet& operator=(const PolicySet& other) = default;
    ~PolicySet() = default;

private:
    friend struct Internals;
    struct Impl;

    explicit PolicySet(std::shared_ptr<const Impl> impl);

    std::shared_ptr<const Impl> impl_;
};

} // namespace polhist::api
