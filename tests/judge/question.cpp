#include "judge/question.h"

namespace polhist::judge {

std::string name_of(const Question& question) {
    if (question.axis == Axis::allowed) {
        return question.side == after ? "gained" : "lost";
    }
    return question.side == after ? "more" : "less";
}

bool shows(const Pair& pair, const Question& question, const Request& request, Lens lens) {
    const auto has = question.axis == Axis::allowed ? allows : denies;
    return has(policy_of(pair, question.side), request, lens) &&
           !has(policy_of(pair, 1 - question.side), request, lens);
}

const std::vector<access::Witness>& told(const access::Access& access, const Question& question) {
    if (question.axis == Axis::allowed) {
        return question.side == after ? access.gained : access.lost;
    }
    return question.side == after ? access.denies.more : access.denies.less;
}

bool is_decided(const access::Access& access, const Question& question) {
    return question.axis == Axis::allowed
               ? access.verdict != access::Verdict::undecided
               : access.denies.verdict != access::DenialVerdict::undecided;
}

} // namespace polhist::judge
