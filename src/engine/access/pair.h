// Two documents made ready for questions about both.

#pragma once

#include "access/residual.h"
#include "access/verdict.h"

#include <array>
#include <optional>

namespace polhist::access {

constexpr Side other(Side side) {
    return side == Side::before ? Side::after : Side::before;
}

// One thing for each side, or for each effect.
template <typename T>
class BySide {
public:
    T& operator[](Side side) { return of_[static_cast<std::size_t>(side)]; }

    const T& operator[](Side side) const { return of_[static_cast<std::size_t>(side)]; }

    BySide() = default;

    BySide(T before, T after) : of_{std::move(before), std::move(after)} {}

private:
    std::array<T, 2> of_;
};

// Where the two are policy sets: of which layers the Allows are one, by statement, and all layers.
struct LayersOfPair {
    BySide<const std::vector<LayerMask>*> masks;
    LayerMask all = 0;
};

class Pair {
public:
    // `known`: the counterparts of the two, where they were found already; they must stay. So must
    // what `layers` views.
    Pair(const policy::Document& before,
         const policy::Document& after,
         std::size_t budget,
         const policy::Counterparts* known = nullptr,
         const std::optional<LayersOfPair>& layers = std::nullopt)
        : documents_(&before, &after),
          layers_(layers),
          own_counterparts_(known == nullptr
                                ? std::optional<policy::Counterparts>(std::in_place, before, after)
                                : std::nullopt),
          counterparts_(known == nullptr ? &*own_counterparts_ : known),
          policies_(compiled(before, after, *counterparts_)),
          budget_(budget),
          parts_(policies_[Side::before], policies_[Side::after]),
          residual_(parts_, budget_) {
        for (const Side side : {Side::before, Side::after}) {
            for (const CompiledStatement& statement : statements(side)) {
                bodies_[side].push_back(parts_.body_of(statement));
            }
        }
    }

    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    Pair(Pair&&) = delete;
    Pair& operator=(Pair&&) = delete;
    ~Pair() = default;

    [[nodiscard]] const policy::Document& document(Side side) const { return *documents_[side]; }

    // What each statement has in the other document, by its position.
    [[nodiscard]] const std::vector<policy::Counterpart>& counterparts(Side side) const {
        return side == Side::before ? counterparts_->before : counterparts_->after;
    }

    [[nodiscard]] const Compiled& policy(Side side) const { return policies_[side]; }

    [[nodiscard]] const std::vector<CompiledStatement>& statements(Side side) const {
        return policies_[side].statements();
    }

    // Whether the two are policy sets, whose Allows stand in layers.
    [[nodiscard]] bool is_layered() const { return layers_.has_value(); }

    [[nodiscard]] LayerMask all_layers() const { return layers_ ? layers_->all : 1; }

    // Of sets: the layers of each statement, by its position.
    [[nodiscard]] const std::vector<LayerMask>& masks(Side side) const {
        return *layers_->masks[side];
    }

    // The layers that a statement is an Allow of; of a Deny none. A document is one layer.
    [[nodiscard]] LayerMask layers_of(Side side, std::size_t at) const {
        if (layers_) {
            return masks(side)[at];
        }
        return statements(side)[at].source->effect == policy::Effect::allow ? 1 : 0;
    }

    // The body of each statement, by its position.
    [[nodiscard]] const std::vector<Body>& bodies(Side side) const { return bodies_[side]; }

    Parts& parts() { return parts_; }

    [[nodiscard]] const Parts& parts() const { return parts_; }

    Budget& budget() { return budget_; }

    Residual& residual() { return residual_; }

private:
    static BySide<Compiled> compiled(const policy::Document& before,
                                     const policy::Document& after,
                                     const policy::Counterparts& counterparts) {
        Compiled first(before);
        Compiled second(after, before, first, counterparts.after);
        return {std::move(first), std::move(second)};
    }

    BySide<const policy::Document*> documents_;
    std::optional<LayersOfPair> layers_;
    std::optional<policy::Counterparts> own_counterparts_;
    const policy::Counterparts* counterparts_;
    BySide<Compiled> policies_;
    Budget budget_;
    Parts parts_;
    Residual residual_;
    BySide<std::vector<Body>> bodies_;
};

} // namespace polhist::access
