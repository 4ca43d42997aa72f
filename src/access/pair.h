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

class Pair {
public:
    // `known`: the counterparts of the two, where they were found already; they must stay.
    Pair(const policy::Document& before,
         const policy::Document& after,
         std::size_t budget,
         const policy::Counterparts* known = nullptr)
        : documents_(&before, &after),
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
    std::optional<policy::Counterparts> own_counterparts_;
    const policy::Counterparts* counterparts_;
    BySide<Compiled> policies_;
    Budget budget_;
    Parts parts_;
    Residual residual_;
    BySide<std::vector<Body>> bodies_;
};

} // namespace polhist::access
