#include "timeline/claim.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace polhist::timeline {
namespace {

template <typename T>
void move_all(std::vector<T>& from, std::vector<T>& to) {
    std::ranges::move(from, std::back_inserter(to));
}

} // namespace

bool Claims::empty() const {
    return policies.empty() && versions.empty() && observations.empty() && forms.empty() &&
           listings.empty() && polls.empty() && principals.empty() && updates.empty() &&
           prose.empty();
}

void Claims::append(Claims more) {
    move_all(more.policies, policies);
    move_all(more.versions, versions);
    move_all(more.observations, observations);
    move_all(more.forms, forms);
    move_all(more.listings, listings);
    move_all(more.polls, polls);
    move_all(more.principals, principals);
    move_all(more.updates, updates);
    move_all(more.prose, prose);
}

} // namespace polhist::timeline
