#include "access/compare.h"

#include "access/changed.h"
#include "access/cover.h"
#include "access/gains.h"
#include "access/unknown_operators.h"

#include <algorithm>
#include <iterator>

namespace polhist::access {
class Comparison::Engine {
public:
    Engine(const policy::Document& before,
           const policy::Document& after,
           std::size_t budget,
           const policy::Counterparts* counterparts)
        : pair_(before, after, budget, counterparts),
          changed_(pair_),
          cover_(pair_, changed_),
          unknown_(doubts_about_operators(pair_)) {}

    Access verdict() {
        Access access;
        Denials& denies = access.denies;
        access.doubts = unknown_;
        if (unknown_.empty()) {
            Gains gains(pair_, changed_);
            gains.find(Side::after, access.gained, access.doubts);
            gains.find(Side::before, access.lost, access.doubts);
            gains.find_denied(Side::after, denies.more, denies.doubts);
            gains.find_denied(Side::before, denies.less, denies.doubts);
        }
        std::ranges::copy_if(unknown_, std::back_inserter(denies.doubts), [](const Doubt& doubt) {
            return doubt.statement->effect == policy::Effect::deny;
        });
        conclude(access);
        return access;
    }

    std::optional<bool> is_covered(Side side, const policy::Grant& grant) {
        return unknown_.empty() ? cover_.is_covered(side, grant) : std::nullopt;
    }

private:
    Pair pair_;
    Changed changed_;
    Cover cover_;
    std::vector<Doubt> unknown_; // statements with operators that are not known
};

Comparison::Comparison(const policy::Document& before,
                       const policy::Document& after,
                       std::size_t budget,
                       const policy::Counterparts* counterparts)
    : engine_(std::make_unique<Engine>(before, after, budget, counterparts)) {}

Comparison::~Comparison() = default;

Access Comparison::verdict() {
    return engine_->verdict();
}

std::optional<bool> Comparison::is_covered(Side side, const policy::Grant& grant) {
    return engine_->is_covered(side, grant);
}

} // namespace polhist::access
