// How much work a comparison may still do before it answers "undecided".
//
// A unit is about one word of an automaton's state moved by one character, or a few instructions.
// What is hard in principle (see word.h) must end in time in practice, whatever the documents hold.

#pragma once

#include <algorithm>
#include <cstddef>

namespace polhist::access {

class Budget {
public:
    explicit Budget(std::size_t units) : left_(units), for_this_question_(units) {}

    // From here on is one question of many: it may take a part of what is left, so that a hard one
    // does not leave all others without an answer.
    void begin_question() {
        constexpr std::size_t part = 8;
        for_this_question_ = left_ / part;
    }

    // Takes units away; false once there are none left.
    bool spend(std::size_t units) {
        const std::size_t taken = std::min(units, for_this_question_);
        left_ -= taken;
        for_this_question_ -= taken;
        return for_this_question_ > 0;
    }

private:
    std::size_t left_;
    std::size_t for_this_question_;
};

} // namespace polhist::access
