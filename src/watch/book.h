// Where subscriptions are kept: in the store's own folder, one folder each,
// `subscriptions/NAME/`.
//
// They lie beside the history and not in it, because they may hold secrets that must not travel
// with it, and with the store rather than with the user, because their cursors are in it: what
// names the store names all. Nobody else may read them.

#pragma once

#include "watch/state.h"
#include "watch/subscription.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace polhist::watch {

class Book {
public:
    // `store`: the folder of a store.
    explicit Book(std::string store) : store_(std::move(store)) {}

    // The names of all subscriptions, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

    // A subscription by its name; an unknown one is an error that suggests a near miss.
    [[nodiscard]] Result<Subscription> read(const std::string& name) const;

    [[nodiscard]] bool has(const std::string& name) const;

    // Writes a subscription in one step.
    Result<void> write(const Subscription& subscription);

    // Takes a subscription away, with all it remembers.
    Result<void> remove(const std::string& name);

    // What is not there or damaged is empty.
    [[nodiscard]] State state(const std::string& name) const;
    Result<void> write_state(const std::string& name, const State& state);

    // Keys that a sink accepted since its cursor was moved. A line that a crash cut off counts not.
    [[nodiscard]] std::set<std::string> accepted(const std::string& name,
                                                 const std::string& sink) const;
    Result<void>
    note_accepted(const std::string& name, const std::string& sink, const std::string& key);
    void forget_accepted(const std::string& name, const std::string& sink);

    // The folder of a subscription.
    [[nodiscard]] std::string folder(const std::string& name) const;

private:
    std::string store_;
};

} // namespace polhist::watch
