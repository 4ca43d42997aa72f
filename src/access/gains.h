// What one document allows and the other does not.

#pragma once

#include "access/actions.h"
#include "access/changed.h"
#include "access/pair.h"

#include <array>
#include <optional>

namespace polhist::access {

class Gains {
public:
    Gains(Pair& pair, const Changed& changed);

    // One witness for each Allow of `side` that gives something the other document does not allow,
    // by statement; and what could not be decided of those without one.
    void find(Side side, std::vector<Witness>& out, std::vector<Doubt>& doubts);

private:
    // Statements of one body that an action meets.
    struct Alike {
        Body body;
        std::vector<const policy::Statement*> statements;
    };

    // Actions that meet the same statements.
    struct Group {
        std::string action; // one of them
        BySide<std::vector<Alike>> allows;
        BySide<std::vector<Alike>> denies;
    };

    enum class Told { nothing, witness, unsure };

    void add_group(const ActionClass& one);
    Told find_in(const Group& group, Side side, const Alike& allow, std::vector<Witness>& out);
    Search search(const Group& group,
                  Side side,
                  const std::vector<Body>& asserted,
                  const std::vector<Body>& refuted,
                  Witness& witness);
    bool takes_crossing(Side side, const Request& request);

    Pair& pair_;
    bool complete_ = true; // whether all classes of actions were found
    std::vector<Group> groups_;
    std::optional<BySide<Compiled>> fieldwise_; // with stars kept inside the fields of ARNs
};

} // namespace polhist::access
