// Makes a request that a search found one that could be made.
//
// Each dimension of a request is solved on its own, so facts that AWS links may contradict each
// other by chance. Here values are exchanged for others that go together (the account of the
// resource and aws:ResourceAccount, the caller and aws:PrincipalArn), one move after another, as
// long as the request remains a witness and contradictions become fewer. What cannot be mended so
// may still have no contradiction in another branch of the search.

#pragma once

#include "access/principals.h"
#include "access/reality.h"
#include "access/samples.h"

#include <functional>

namespace polhist::access {

using Holds = std::function<bool(const Request&)>;

// How little of a request contradicts itself, in this order.
struct Soundness {
    std::size_t contradictions = 0;
    bool unclear = false; // AWS leaves open what a NotPrincipal says of the caller

    auto operator<=>(const Soundness&) const = default;
};

class Repair {
public:
    // `unclear`: whether what a request shows hangs on such a caller. `fits`: whether AWS lists
    // such requests of the action. `attempts_left`: how many moves may still be tried, which those
    // that are tried are taken from.
    Repair(const Parts& parts,
           Callers& callers,
           const Holds& holds,
           const Holds& unclear,
           bool fits,
           std::size_t& attempts_left)
        : parts_(parts),
          callers_(callers),
          holds_(holds),
          unclear_(unclear),
          fits_(fits),
          attempts_left_(attempts_left) {}

    // `missing`: keys, as spelt, that the request must not have.
    void improve(Request& request, std::span<const std::string> missing);

    // Adds what AWS derives from the caller, the resource and tags for keys that `tested` says
    // matter: aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:ResourceAccount,
    // aws:TagKeys. Gives those, as spelt, with which it is no witness, not even an `other` one, so
    // that they must be missing.
    std::vector<std::string> derive(Request& request,
                                    const Holds& other,
                                    const std::function<bool(std::string_view)>& tested) const;

private:
    [[nodiscard]] std::vector<Contradiction> mendable(const Request& request) const;
    bool attempt(Request candidate);
    bool improve_once();
    bool exchange_caller();
    bool align_caller();
    bool align_accounts();
    bool align_regions();
    bool align_members(std::string_view set, std::string_view prefix);
    bool align_calls();
    bool align_organizations();
    bool exchange_values();
    bool rename_values();
    void set(Request& request, std::string_view key, std::string value) const;
    void fill(Request& request, const CallerFacts& facts) const;
    void set_if_there(Request& request, std::string_view key, const std::string& value) const;
    [[nodiscard]] std::vector<std::string> accounts() const;

    const Parts& parts_;
    Callers& callers_;
    const Holds& holds_;
    const Holds& unclear_;
    bool fits_;
    std::size_t& attempts_left_;
    Request* request_ = nullptr;
    std::span<const std::string> missing_;
    std::vector<Contradiction> contradictions_; // of the request
    Soundness soundness_;
};

} // namespace polhist::access
