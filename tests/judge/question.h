// The four things that a comparison tells.

#pragma once

#include "access/verdict.h"
#include "judge/evaluator.h"

#include <array>

namespace polhist::judge {

// In this order wherever there are two: the old document and the new one.
using Side = std::size_t;
constexpr Side before = 0;
constexpr Side after = 1;
constexpr std::array<Side, 2> sides{before, after};

enum class Axis { allowed, denied };

// Whether `side` allows (denies) what the other does not.
struct Question {
    Axis axis = Axis::allowed;
    Side side = after;
};

constexpr std::array<Question, 4> questions{Question{Axis::allowed, after},
                                            Question{Axis::allowed, before},
                                            Question{Axis::denied, after},
                                            Question{Axis::denied, before}};

std::string name_of(const Question& question); // `gained`, `lost`, `more`, `less`

inline const Policy& policy_of(const Pair& pair, Side side) {
    return side == before ? pair.before : pair.after;
}

// Whether a request shows it.
bool shows(const Pair& pair, const Question& question, const Request& request, Lens lens = {});

// What the engine shows for it, and whether it says that this is all.
const std::vector<access::Witness>& told(const access::Access& access, const Question& question);
bool is_decided(const access::Access& access, const Question& question);

} // namespace polhist::judge
