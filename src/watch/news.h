// What is to be told: events with their documents held against each other.

#pragma once

#include "answers/comparison.h"
#include "json/writer.h"
#include "store/store.h"
#include "watch/event.h"
#include "watch/subscription.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::watch {

// A policy that is new is compared with a document that allows nothing, and so is one that is gone.
struct News {
    Event event;
    std::string key;
    answers::Comparison comparison;
};

// The events of a subscription that the newest commit of a store has and `cursor`, a commit of it,
// has not, in the order in which they were seen. `cursor` empty: all since the baseline.
Result<std::vector<Event>> events_since(const store::Store& store,
                                        const std::string& cursor,
                                        const std::string& observer,
                                        Instant baseline);

// Reads and compares the documents of an event. An error where the store cannot give one.
Result<News> news_of(const store::Store& store, std::string_view subscription, const Event& event);

// Whether a subscription tells it: by name, by service, and by verdict. What is new, gone, back or
// in conflict is told whatever the verdict.
bool is_wanted(const News& news, const Subscription& subscription);

// The fields of an event from `kind` on, into an object that is open.
void write_news_fields(json::Writer& writer, const News& news);

// `polhist.event/1`, one line with a line break at its end.
std::string news_json(const News& news, std::string_view subscription);

} // namespace polhist::watch
