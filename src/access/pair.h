// Two documents made ready for questions about both.

#pragma once

#include "access/residual.h"
#include "access/verdict.h"

#include <array>

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
    Pair(const policy::Document& before, const policy::Document& after, std::size_t budget)
        : documents_(&before, &after),
          policies_(compiled(before, after)),
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
                                     const policy::Document& after) {
        Compiled first(before);
        Compiled second(after, before, first);
        return {std::move(first), std::move(second)};
    }

    BySide<const policy::Document*> documents_;
    BySide<Compiled> policies_;
    Budget budget_;
    Parts parts_;
    Residual residual_;
    BySide<std::vector<Body>> bodies_;
};

} // namespace polhist::access
