// Bringing news to the sinks of a subscription.
//
// Each sink has a cursor in the store, the commit up to which it has accepted all. What comes after
// it is told in order, one event after another, and each that was accepted is noted at once beside
// the store; when there is nothing left the cursor is moved. So nothing is lost, whenever a run
// ends, and what is told twice after a crash is the one event that was under way, with its key.

#pragma once

#include "watch/book.h"
#include "watch/world.h"

#include <map>

namespace polhist::watch {

struct DeliveryOptions {
    bool at_once = false; // `--now`: whatever the waiting time, and parked ones too
    std::string program;  // how polhist is called in messages
};

// What a delivery works on.
struct Desk {
    store::Store& store;
    Book& book;
    const Subscription& subscription;
    const World& world;
};

class Deliverer {
public:
    // When the subscription first looked; nothing where it never did. Asked for only where a sink
    // is behind.
    using Baseline = std::function<Result<std::optional<Instant>>()>;

    Deliverer(Desk desk, Baseline baseline, DeliveryOptions options)
        : desk_(desk),
          baseline_(std::move(baseline)),
          options_(std::move(options)) {}

    // Serves every sink, whatever becomes of the others. Whether all have all.
    bool deliver(State& state);

private:
    // One sink, and what there is to know of it.
    struct Addressee {
        const std::string& spec;
        std::string id;
        std::string cursor; // its name
        SinkState& state;
    };

    bool serve(const Addressee& to);
    bool serve_from(const Addressee& to, const std::string& commit);
    Result<std::vector<Event>> events_after(const std::string& commit);
    std::vector<Event> wanted(const Addressee& to, std::vector<Event> events);
    Result<const News*> news(const Event& event);
    std::vector<Event> send(const Addressee& to, std::vector<Event> events);
    Delivery send(const Addressee& to, Sink& sink, const Event& event);
    void say_waiting(const Addressee& to) const;
    void fail(const Addressee& to, const Delivery& delivery) const;
    bool come_to_head(const Addressee& to, const std::string& commit);

    Desk desk_;
    Baseline baseline_;
    DeliveryOptions options_;
    std::map<std::string, News> news_; // by key, for several sinks
};

} // namespace polhist::watch
