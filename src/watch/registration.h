// Subscribing: from what a user wrote to a subscription that works.

#pragma once

#include "store/store.h"
#include "watch/book.h"

namespace polhist::watch {

// Checks every part of a subscription and makes its paths whole; `folder` is where relative ones
// begin. `id` and `created` are filled in later.
Result<Subscription> checked(Subscription written, const std::string& folder);

// Keeps a subscription. One of that name stays the same watch with other settings: what it has seen
// and delivered counts on. A sink that it did not have is told what happens from now on; one that
// it has no more is forgotten. Says whether it is new.
Result<bool> enrol(store::Store& store, Book& book, Subscription subscription, Instant now);

// Takes a subscription and its cursors away; what it recorded stays.
Result<void> dismiss(store::Store& store, Book& book, const Subscription& subscription);

} // namespace polhist::watch
