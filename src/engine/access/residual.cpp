#include "access/residual.h"

#include <algorithm>
#include <optional>

namespace polhist::access {
namespace {

constexpr std::size_t cost_of_a_choice = 1000; // in units of Budget

class ResidualSearch {
public:
    ResidualSearch(const Parts& parts,
                   Budget& budget,
                   Dimensions& dimensions,
                   const Confirm& confirm)
        : parts_(parts),
          budget_(budget),
          dimensions_(dimensions),
          confirm_(confirm),
          demands_(parts.dimensions()) {}

    Found run(const std::vector<Body>& asserted, const std::vector<Body>& refuted) {
        for (const Body body : asserted) {
            for (const Part& part : parts_.parts_of(body)) {
                if (!demand(part, false)) {
                    return {};
                }
            }
        }
        std::vector<Body> left;
        for (const Body body : refuted) {
            if (budget_.left() == 0) {
                return {Search::gave_up, {}, {}};
            }
            if (may_hold(body)) {
                left.push_back(body);
            }
        }
        explore(left);
        if (found_.search != Search::found && unsure_) {
            found_.search = Search::gave_up;
        }
        return std::move(found_);
    }

private:
    // Whether a body is to be refuted yet: it may match together with what is demanded. Where
    // its NotResource is what refutes it, that is demanded all the same: a star of it may match
    // only by crossing colons, and a resource that needs no such star is looked for first.
    bool may_hold(Body body) {
        const Part* refuted = nullptr;
        for (const Part& part : parts_.parts_of(body)) {
            if (demand(part, false)) {
                if (added_) {
                    take_back(part, false);
                }
            } else if (part.dimension == resource_dimension &&
                       parts_.resources(part.number).negated) {
                refuted = &part;
            } else if (part.dimension == principal_dimension && hangs_on_unclear(part)) {
                return true;
            } else {
                return false;
            }
        }
        if (refuted != nullptr) {
            demand(*refuted, true);
        }
        return refuted == nullptr;
    }

    // Whether what refutes a NotPrincipal is only that AWS leaves open what it says of the caller:
    // then another part is refuted instead where one can be.
    bool hangs_on_unclear(const Part& part) {
        const PrincipalList& list = parts_.principals(part.number);
        const auto caller = list.names.negated
                                ? dimensions_.find_caller(demands_[principal_dimension])
                                : std::nullopt;
        return caller &&
               dimensions_.callers().is_unclear(static_cast<std::size_t>(part.number), *caller);
    }

    // Adds a demand; false, and nothing changed, where its dimension then has no answer. `added_`
    // says whether it was not there yet.
    bool demand(const Part& part, bool refuted) {
        DemandedParts& demands = demands_[part.dimension];
        const Demanded wanted(part, refuted);
        added_ = false;
        if (std::ranges::binary_search(demands, wanted)) {
            return true;
        }
        if (std::ranges::binary_search(demands, wanted.opposite())) {
            return false;
        }
        demands.insert(std::ranges::lower_bound(demands, wanted), wanted);
        added_ = dimensions_.may_meet(part.dimension, demands);
        if (!added_) {
            std::erase(demands, wanted);
        }
        return added_;
    }

    void take_back(const Part& part, bool refuted) {
        std::erase(demands_[part.dimension], Demanded(part, refuted));
    }

    // The parts of a body that can be refuted, the resource last; nothing where one is already.
    std::optional<std::vector<Part>> options_of(Body body) {
        const auto parts = parts_.parts_of(body);
        const bool refuted_already = std::ranges::any_of(parts, [&](const Part& part) {
            return std::ranges::binary_search(demands_[part.dimension], Demanded(part, true));
        });
        if (refuted_already) {
            return std::nullopt;
        }
        std::vector<Part> options;
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            if (demand(*part, true)) {
                take_back(*part, true);
                options.push_back(*part);
            }
        }
        return options;
    }

    // Refutes what is left, one body after another; true once a request was confirmed.
    bool explore(const std::vector<Body>& left) {
        if (!budget_.spend(cost_of_a_choice)) {
            unsure_ = true;
            return false;
        }
        std::vector<Body> others;
        std::optional<Body> chosen;
        std::vector<Part> choices;
        for (const Body body : left) {
            auto options = options_of(body);
            if (!options) {
                continue;
            }
            if (options->empty()) {
                return false;
            }
            others.push_back(body);
            if (!chosen || options->size() < choices.size()) {
                chosen = body;
                choices = std::move(*options);
            }
        }
        if (!chosen) {
            return settle_demands();
        }
        std::erase(others, *chosen);
        for (const Part& part : choices) {
            if (demand(part, true)) {
                if (explore(others)) {
                    return true;
                }
                take_back(part, true);
            }
        }
        return false;
    }

    bool settle_demands() {
        Found found = settle(parts_, dimensions_, budget_, demands_, confirm_);
        unsure_ = unsure_ || found.search == Search::gave_up;
        if (found.search != Search::found) {
            return false;
        }
        if (found_.search != Search::found || found.grade.rank < found_.grade.rank) {
            found_ = std::move(found);
        }
        return found_.grade.rank == 0 || --tries_ == 0;
    }

    const Parts& parts_;
    Budget& budget_;
    Dimensions& dimensions_;
    const Confirm& confirm_;
    std::vector<DemandedParts> demands_;
    bool added_ = false;
    bool unsure_ = false;
    std::size_t tries_ = 24; // for a better request, once one was found
    Found found_;
};

} // namespace

Found Residual::search(const std::vector<Body>& asserted,
                       const std::vector<Body>& refuted,
                       const Preferred& preferred,
                       const Confirm& confirm) {
    dimensions_.prefer(preferred);
    // Before lists that may be long are gone through, and room is made for all dimensions.
    if (!budget_.spend(1 + (parts_.dimensions() + refuted.size()) / 4)) {
        return {Search::gave_up, {}, {}};
    }
    return ResidualSearch(parts_, budget_, dimensions_, confirm).run(asserted, refuted);
}

bool Residual::may_be_among(const std::vector<Body>& asserted, std::span<const Pattern> patterns) {
    DemandedParts demanded;
    for (const Body body : asserted) {
        for (const Part& part : parts_.parts_of(body)) {
            if (part.dimension == resource_dimension) {
                demanded.emplace_back(part, false);
            }
        }
    }
    return dimensions_.may_be_among(demanded, patterns);
}

} // namespace polhist::access
