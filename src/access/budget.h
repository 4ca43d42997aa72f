// How much work a comparison may still do before it answers "undecided".
//
// A unit is about one place of an automaton moved by one character, or a few instructions. What
// is hard in principle (see word.h) must end in time in practice, whatever the documents hold.

#pragma once

#include <cstddef>

namespace polhist::access {

class Budget {
public:
    explicit Budget(std::size_t units) : left_(units) {}

    // Takes units away; false once there are none left.
    bool spend(std::size_t units) {
        left_ -= units < left_ ? units : left_;
        return left_ > 0;
    }

private:
    std::size_t left_;
};

} // namespace polhist::access
