#include "watch/delivery.h"

#include "store/cursor.h"

#include <fmt/format.h>

namespace polhist::watch {

bool Deliverer::deliver(State& state) {
    bool all = true;
    for (const std::string& spec : desk_.subscription.sinks) {
        const std::string id = sink_id(spec);
        all =
            serve({spec, id, fmt::format("{}/{}", desk_.subscription.name, id), state.sinks[id]}) &&
            all;
    }
    return all;
}

bool Deliverer::serve(const Addressee& to) {
    const auto commit = store::cursor_at(desk_.store, to.cursor);
    if (!commit) {
        desk_.world.trouble(commit.error().message);
        return false;
    }
    if (*commit == desk_.store.head()) {
        to.state = {0, {}, {}, to.state.delivered};
        return true;
    }
    return serve_from(to, *commit);
}

bool Deliverer::serve_from(const Addressee& to, const std::string& commit) {
    auto events = events_after(commit);
    if (!events) {
        desk_.world.trouble(events.error().message);
        return false;
    }
    std::vector<Event> waiting = wanted(to, std::move(*events));
    to.state.pending = waiting.size();
    if (!waiting.empty()) {
        to.state.since = to.state.since.value_or(desk_.world.now());
        if (!options_.at_once && !is_due(to.state.attempts, desk_.world.now())) {
            say_waiting(to);
            return false;
        }
        to.state.pending = send(to, std::move(waiting)).size();
    }
    return to.state.pending == 0 && come_to_head(to, commit);
}

Result<std::vector<Event>> Deliverer::events_after(const std::string& commit) {
    const auto baseline = baseline_();
    if (!baseline) {
        return tl::make_unexpected(baseline.error());
    }
    if (!*baseline) {
        return std::vector<Event>{};
    }
    const std::string observer = desk_.subscription.observer();
    auto events = events_since(desk_.store, commit, observer, **baseline);
    if (events || commit.empty()) {
        return events;
    }
    desk_.world.note(
        fmt::format("what was delivered cannot be told any more, so all is told again: {}",
                    events.error().message));
    // Better all again, each with its key, than one lost.
    return events_since(desk_.store, {}, observer, **baseline);
}

std::vector<Event> Deliverer::wanted(const Addressee& to, std::vector<Event> events) {
    const std::set<std::string> accepted = desk_.book.accepted(desk_.subscription.name, to.id);
    std::erase_if(events, [&](const Event& event) {
        if (accepted.contains(key_of(desk_.subscription.name, event))) {
            return true;
        }
        const auto told = news(event);
        // What cannot be read now is told when it can.
        return told && !is_wanted(**told, desk_.subscription);
    });
    return events;
}

Result<const News*> Deliverer::news(const Event& event) {
    const std::string key = key_of(desk_.subscription.name, event);
    auto found = news_.find(key);
    if (found == news_.end()) {
        auto made = news_of(desk_.store, desk_.subscription.name, event);
        if (!made) {
            return tl::make_unexpected(std::move(made.error()));
        }
        found = news_.emplace(key, std::move(*made)).first;
    }
    return &found->second;
}

// Sends events in their order, and gives those that are left.
std::vector<Event> Deliverer::send(const Addressee& to, std::vector<Event> events) {
    auto sink = desk_.world.sink(to.spec, desk_.subscription.allow_private);
    if (!sink) {
        fail(to, {false, std::move(sink.error().message)});
        return events;
    }
    std::vector<Event> left;
    bool open = true;
    for (Event& event : events) {
        const Delivery delivery = open ? send(to, **sink, event) : Delivery{};
        if (!delivery.accepted) {
            open = open && delivery.of_letter;
            left.push_back(std::move(event));
        } else if (left.empty()) {
            to.state.attempts = {};
        }
    }
    return left;
}

Delivery Deliverer::send(const Addressee& to, Sink& sink, const Event& event) {
    const auto told = news(event);
    if (!told) {
        fail(to, {false, told.error().message});
        return {};
    }
    const Letter letter = letter_of(**told, desk_.subscription.name, options_.program);
    Delivery delivery = sink.send(letter);
    if (!delivery.accepted) {
        fail(to, delivery);
        return delivery;
    }
    to.state.delivered = desk_.world.now();
    if (const auto noted = desk_.book.note_accepted(desk_.subscription.name, to.id, letter.key);
        !noted) {
        // It would be told again and again.
        fail(to, {false, noted.error().message});
        return {};
    }
    return delivery;
}

void Deliverer::say_waiting(const Addressee& to) const {
    const std::string name = redacted_spec(to.spec);
    const std::string count =
        fmt::format("{} event{}", to.state.pending, to.state.pending == 1 ? "" : "s");
    desk_.world.trouble(
        to.state.attempts.parked
            ? fmt::format("{}: parked with {}; `polhist run {} --now` tries it again",
                          name,
                          count,
                          desk_.subscription.name)
            : fmt::format("{}: {} to deliver, next try after {} (--now tries at once); last: {}",
                          name,
                          count,
                          format_instant(*to.state.attempts.next),
                          to.state.attempts.error));
}

void Deliverer::fail(const Addressee& to, const Delivery& delivery) const {
    Attempts& attempts = to.state.attempts;
    note_failure(
        attempts, {delivery.error, delivery.retry_after}, desk_.world.now(), desk_.world.chance());
    desk_.world.trouble(
        attempts.parked
            ? fmt::format("{}; parked after seven days, nothing is dropped: `polhist run {} --now` "
                          "tries it again",
                          delivery.error,
                          desk_.subscription.name)
            : fmt::format("{}; next try after {}", delivery.error, format_instant(*attempts.next)));
}

bool Deliverer::come_to_head(const Addressee& to, const std::string& commit) {
    auto moved = store::move_cursor(desk_.store, to.cursor, commit, desk_.store.head());
    if (!moved) {
        desk_.world.trouble(moved.error().message);
        return false;
    }
    desk_.book.forget_accepted(desk_.subscription.name, to.id);
    to.state = {0, {}, {}, to.state.delivered};
    return true;
}

} // namespace polhist::watch
