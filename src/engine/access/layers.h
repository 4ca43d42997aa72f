// Policy sets laid out as documents, so that the engine reads both alike.
//
// All statements of a set stand in one document, in the order of its layers, numbered through. What
// makes them a set again is beside it: of which layers each Allow is one, as a set of bits. A set
// allows what Allows of all layers match and no Deny does; so a document is a set of one layer.
//
// What AWS says of resource policies becomes membership in layers. In one account an
// Allow that names a session, a user or everybody counts in the layers of identity, boundary and
// session at once, because none of them has to allow besides; one that names a role counts in that
// of identity; one that names an account gives nothing, for it delegates to the identity policies.
// Across accounts the resource policy is a layer of its own, and so is the trust policy of a role
// or the policy of a KMS key, told by actions of `sts:` or `kms:` alone. All requests are then
// those for that resource. RCPs act by their Denies, because RCPFullAWSAccess cannot be detached.
//
// Example: identity [A: Allow s3:*], boundary B: Allow s3:Get*, resource R: Allow s3:GetObject for
// the user that asks. Layers are identity (A, R) and boundary (B, R): s3:PutObject lacks the
// second, s3:GetObject on the resource of R has both by R alone.

#pragma once

#include "access/pair.h"
#include "policy/set.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace polhist::access {

// Where a statement of a set stands.
struct Origin {
    policy::LayerKind layer = policy::LayerKind::identity;
    std::size_t level = 0;     // of SCPs and RCPs, from the root
    std::size_t document = 0;  // in its layer
    std::size_t statement = 0; // in its document
};

// A layer that must allow; `level` as in Origin.
struct Layer {
    policy::LayerKind kind = policy::LayerKind::identity;
    std::size_t level = 0;

    bool operator==(const Layer&) const = default;
};

// One set laid out. `statement->index` of its statements is the position in `document`.
struct LaidOut {
    policy::Document document;
    std::vector<LayerMask> masks;               // by statement; of a Deny none
    std::vector<std::optional<Origin>> origins; // by statement; none: implied
};

// Two sets laid out over the same layers: one that only one of them has allows everything in the
// other. One more layer stands for the caller, where there is one.
class LayeredSets {
public:
    LayeredSets(const policy::PolicySet& before, const policy::PolicySet& after);

    [[nodiscard]] const LaidOut& of(Side side) const { return sets_[side]; }

    // All layers, one bit each.
    [[nodiscard]] LayerMask all() const { return all_; }

    // The layer of a bit; nothing for the caller.
    [[nodiscard]] std::optional<Layer> layer(std::size_t bit) const {
        return bit < layers_.size() ? std::optional(layers_[bit]) : std::nullopt;
    }

    // Where a statement of one of the two stands.
    [[nodiscard]] std::optional<Origin> origin_of(const policy::Statement& statement) const;

private:
    std::vector<Layer> layers_;
    LayerMask all_ = 0;
    BySide<LaidOut> sets_;
};

// Whether two sets may be compared: they have the same caller, or none says who it is.
bool have_one_caller(const policy::PolicySet& before, const policy::PolicySet& after);

} // namespace polhist::access
