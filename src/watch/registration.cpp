#include "watch/registration.h"

#include "store/cursor.h"
#include "watch/schedule.h"
#include "watch/sink.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace polhist::watch {
namespace {

std::string random_id() {
    std::random_device random;
    return fmt::format("{:08x}", random() & 0xffffffffU);
}

std::string absolute_sink(const std::string& spec, const std::string& folder) {
    const std::size_t colon = spec.find(':');
    const std::string kind = spec.substr(0, colon);
    std::string rest = colon == std::string::npos ? "" : spec.substr(colon + 1);
    if (kind == "file" && !rest.empty() && rest.front() != '/') {
        return fmt::format("{}:{}/{}", kind, folder, rest);
    }
    if ((kind == "webhook" || kind == "slack") && rest.starts_with('@') &&
        !rest.starts_with("@/")) {
        return fmt::format("{}:@{}/{}", kind, folder, rest.substr(1));
    }
    return spec;
}

Result<void> check_level(const std::string& level) {
    constexpr std::array<std::string_view, 4> levels{"broader", "narrower", "undecided", "any"};
    return std::ranges::find(levels, level) == levels.end()
               ? failure(
                     fmt::format("--on is `{}`; write broader, narrower, undecided or any", level))
               : Result<void>();
}

Result<void> check_settings(const Subscription& subscription) {
    for (const std::string& level : subscription.on) {
        if (auto good = check_level(level); !good) {
            return good;
        }
    }
    const auto schedule = Schedule::parse(subscription.schedule);
    return schedule ? Result<void>() : Result<void>(tl::make_unexpected(schedule.error()));
}

std::string cursor_of(const Subscription& subscription, const std::string& sink) {
    return fmt::format("{}/{}", subscription.name, sink_id(sink));
}

// Sinks that one of two subscriptions has and the other has not.
std::vector<std::string> sinks_beside(const Subscription& one, const Subscription& other) {
    std::vector<std::string> found;
    std::ranges::copy_if(one.sinks, std::back_inserter(found), [&](const std::string& sink) {
        return std::ranges::find(other.sinks, sink) == other.sinks.end();
    });
    return found;
}

Result<void> start_at_head(store::Store& store, const std::string& cursor) {
    const auto at = store::cursor_at(store, cursor);
    return at ? store::move_cursor(store, cursor, *at, store.head())
              : Result<void>(tl::make_unexpected(at.error()));
}

} // namespace

Result<Subscription> checked(Subscription written, const std::string& folder) {
    if (!is_subscription_name(written.name)) {
        return failure(fmt::format("`{}` cannot be a name; write up to 64 letters, digits, - and _",
                                   written.name));
    }
    if (auto good = check_settings(written); !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    if (const auto source = make_source(written.source); !source) {
        return tl::make_unexpected(source.error());
    }
    if (auto good = check_base_url(written.source, written.base_url, written.allow_private);
        !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    written.source = absolute_source(written.source, folder);
    std::vector<std::string> sinks;
    for (const std::string& spec : written.sinks) {
        if (const auto sink = make_sink(spec, written.allow_private); !sink) {
            return tl::make_unexpected(sink.error());
        }
        std::string whole = absolute_sink(spec, folder);
        if (std::ranges::find(sinks, whole) == sinks.end()) {
            sinks.push_back(std::move(whole));
        }
    }
    written.sinks = std::move(sinks);
    return written;
}

Result<bool> enrol(store::Store& store, Book& book, Subscription subscription, Instant now) {
    if (!book.has(subscription.name)) {
        subscription.id = random_id();
        subscription.created = now;
        return book.write(subscription).map([] { return true; });
    }
    const auto before = book.read(subscription.name);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    subscription.id = before->id;
    subscription.created = before->created;
    // Cursors first: a sink without one would be told all since the first look.
    for (const std::string& sink : sinks_beside(subscription, *before)) {
        if (auto set = start_at_head(store, cursor_of(subscription, sink)); !set) {
            return tl::make_unexpected(std::move(set.error()));
        }
    }
    if (auto written = book.write(subscription); !written) {
        return tl::make_unexpected(std::move(written.error()));
    }
    for (const std::string& sink : sinks_beside(*before, subscription)) {
        if (auto dropped = store::drop_cursor(store, cursor_of(subscription, sink)); !dropped) {
            return tl::make_unexpected(std::move(dropped.error()));
        }
        book.forget_accepted(subscription.name, sink_id(sink));
    }
    return false;
}

Result<void> dismiss(store::Store& store, Book& book, const Subscription& subscription) {
    if (auto removed = book.remove(subscription.name); !removed) {
        return removed;
    }
    for (const std::string& sink : subscription.sinks) {
        if (auto dropped = store::drop_cursor(store, cursor_of(subscription, sink)); !dropped) {
            return dropped;
        }
    }
    return {};
}

} // namespace polhist::watch
