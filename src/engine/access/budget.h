// How much work a comparison may still do before it answers "undecided".
//
// A unit is about one word of an automaton's state moved by one character, or a few instructions.
// What is hard in principle (see word.h) must end in time in practice, whatever the documents hold.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace polhist::access {

class Budget {
public:
    explicit Budget(std::size_t units) : left_(units), for_this_question_(units) {}

    // From here on is one question of many: it may take a part of what is left, so that a hard one
    // does not leave all others without an answer.
    void begin_question() { for_this_question_ = left_ / part; }

    // Whether no further question may take anything.
    [[nodiscard]] bool is_spent() const { return left_ < part; }

    // What this question may still take.
    [[nodiscard]] std::size_t left() const { return for_this_question_; }

    // Takes units away; false once there are none left.
    bool spend(std::size_t units) {
        const std::size_t taken = std::min(units, for_this_question_);
        left_ -= taken;
        for_this_question_ -= taken;
        return for_this_question_ > 0;
    }

private:
    static constexpr std::size_t part = 8; // of what is left, for a question

    std::size_t left_;
    std::size_t for_this_question_;
};

// The steps of matching, counted as they are done: most patterns differ after a few characters, but
// a long one may take the square of its length. Once they ran out, nothing is said to match or to
// be contained, so that an answer that rests on what does *not* match must look whether they did.
class Steps {
public:
    // As many as the question of a budget has left.
    explicit Steps(Budget& budget) : budget_(&budget), left_(budget.left() * a_unit) {
        begun_ = left_;
    }

    // Without an end.
    Steps() = default;

    Steps(const Steps&) = delete;
    Steps& operator=(const Steps&) = delete;
    Steps(Steps&&) = delete;
    Steps& operator=(Steps&&) = delete;

    ~Steps() { settle(); }

    // False, and all are gone, where there are not enough.
    bool take(std::size_t steps) {
        const bool enough = steps < left_;
        left_ = enough ? left_ - steps : 0;
        return enough;
    }

    [[nodiscard]] bool ran_out() const { return left_ == 0; }

    // Takes what was done so far from the budget, before somebody else does.
    void settle() {
        if (budget_ != nullptr) {
            budget_->spend((begun_ - left_ + a_unit - 1) / a_unit);
            begun_ = left_;
        }
    }

private:
    static constexpr std::size_t a_unit = 6;

    Budget* budget_ = nullptr;
    std::size_t left_ = SIZE_MAX;
    std::size_t begun_ = SIZE_MAX;
};

} // namespace polhist::access
