// What steps of one policy changed, kept once it was computed.
//
// A step depends on the two documents and on the engine alone, so it is found by their hashes and
// by `engine`, and outlives every state of the store. A file for each policy; who cannot read or
// write it computes anew.

#pragma once

#include "diff/step.h"
#include "timeline/claim.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace polhist::index {

// Tells apart programs that may answer differently: a digest of the sources that decide what a step
// is, made when polhist is built.
extern const std::string_view engine;

class Steps {
public:
    // Those kept in a folder of the index (empty: none are, and none will be) for a policy.
    Steps(std::string folder, timeline::PolicyKey policy);

    // The step between two documents, by their hashes.
    [[nodiscard]] std::optional<diff::Step> find(const std::string& before,
                                                 const std::string& after) const;

    void keep(const std::string& before, const std::string& after, const diff::Step& step);

    // Writes what was added, if anything was. That it cannot be written hurts nobody.
    void save() const;

private:
    using Pair = std::pair<std::string, std::string>;

    void read(std::string_view file);
    [[nodiscard]] std::string path() const;

    std::string folder_;
    timeline::PolicyKey policy_;
    std::map<Pair, std::string> steps_; // encoded
    bool changed_ = false;
};

// One step as bytes; nothing where they are none.
std::string encoded(const diff::Step& step);
std::optional<diff::Step> decoded_step(std::string_view bytes);

} // namespace polhist::index
