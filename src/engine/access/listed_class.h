// Of actions that meet the same statements those that AWS lists, so that a proof is about an action
// that exists.
//
// Example: what `s3:*` alone takes in is told by a word, `s3:aexample`; AWS lists s3:PutBucketAcl,
// which meets the same.

#pragma once

#include "access/actions.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::reference {

struct ListedAction;

} // namespace polhist::reference

namespace polhist::access {

class ListedActions {
public:
    using List = std::vector<const reference::ListedAction*>;

    // `services`: those that the patterns of the index are of; null where they may be of any.
    ListedActions(const ActionIndex& index, const Services* services)
        : index_(index),
          any_service_(services == nullptr) {}

    // Those among the members; where none of them is listed, those of one service that meet the
    // same. The heaviest by level first, what is no longer listed last. None where AWS lists none,
    // or where looking for them would take too long.
    List like(const std::vector<std::string>& members, const Met& met);

private:
    List of_any_service(const std::string& member, const Met& met);
    List of_service(std::string_view service, const Met& met);

    const ActionIndex& index_;
    bool any_service_;
    std::size_t looks_left_ = 50'000; // twice as many as AWS lists, some 50 ms
};

} // namespace polhist::access
