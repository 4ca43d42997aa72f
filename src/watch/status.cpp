#include "watch/status.h"

#include "core/printable.h"
#include "json/writer.h"
#include "watch/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace polhist::watch {
namespace {

constexpr std::int64_t second = 1'000'000;

// What is older is overdue. The time before the last bounds it, for schedules whose intervals
// differ.
std::optional<Instant> two_intervals_ago(const Subscription& subscription, Instant now) {
    const auto schedule = Schedule::parse(subscription.schedule);
    const auto last = schedule
                          ? schedule->last_before(static_cast<time_t>(now.microseconds / second))
                          : std::nullopt;
    const auto before = last ? schedule->last_before(*last - 1) : std::nullopt;
    return before
               ? std::optional(std::min(Instant{*before * second},
                                        Instant{now.microseconds - 2 * (*last - *before) * second}))
               : std::nullopt;
}

std::string age(const std::optional<Instant>& instant) {
    return instant ? format_instant(Instant{instant->microseconds / second * second}) : "never";
}

std::string advice_for(const Health& health) {
    const std::string& name = health.subscription;
    for (const SinkHealth& sink : health.sinks) {
        if (sink.state.attempts.parked) {
            return fmt::format("{} is parked after seven days ({}); mend it, then `polhist run {} "
                               "--now`",
                               sink.sink,
                               visible(sink.state.attempts.error),
                               name);
        }
    }
    if (health.overdue) {
        const std::string last = health.looked ? "the last good look was " + age(health.looked)
                                               : std::string("it never saw its source");
        return health.failing
                   ? fmt::format("{}: {}; mend that, then `polhist run {}`",
                                 last,
                                 visible(health.error),
                                 name)
                   : fmt::format("{}; see that cron runs it, and try `polhist run {}`", last, name);
    }
    for (const SinkHealth& sink : health.sinks) {
        if (sink.overdue) {
            return fmt::format("{} has not accepted an alert since {} ({}); mend it, then `polhist "
                               "run {} --now`",
                               sink.sink,
                               age(sink.state.since),
                               visible(sink.state.attempts.error),
                               name);
        }
    }
    return {};
}

void write_instant(json::Writer& writer,
                   std::string_view key,
                   const std::optional<Instant>& instant) {
    writer.key(key);
    if (instant) {
        writer.string(format_instant(*instant));
    } else {
        writer.null();
    }
}

void write_text(json::Writer& writer, std::string_view key, const std::string& text) {
    writer.key(key);
    if (text.empty()) {
        writer.null();
    } else {
        writer.string(text);
    }
}

void write_sink(json::Writer& writer, const SinkHealth& sink) {
    writer.begin_object().key("id").string(sink.id).key("sink").string(sink.sink);
    writer.key("pending").number(sink.state.pending);
    write_instant(writer, "pending_since", sink.state.since);
    write_instant(writer, "delivered", sink.state.delivered);
    writer.key("failures").number(sink.state.attempts.failures);
    write_instant(writer, "next_try", sink.state.attempts.next);
    write_text(writer, "error", sink.state.attempts.error);
    writer.key("overdue").boolean(sink.overdue);
    writer.key("parked").boolean(sink.state.attempts.parked).end_object();
}

// A value of a label, as Prometheus wants it.
std::string label(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '\\' || c == '"' ? std::string{'\\', c} : std::string(1, c);
    }
    return out;
}

struct Metric {
    std::string_view name;
    std::string_view help;
};

std::string heading(const Metric& metric) {
    return fmt::format(
        "# HELP polhist_{0} {1}\n# TYPE polhist_{0} gauge\n", metric.name, metric.help);
}

std::string of_subscriptions(const Metric& metric,
                             const std::vector<Health>& all,
                             const std::function<std::int64_t(const Health&)>& value) {
    std::string text = heading(metric);
    for (const Health& health : all) {
        text += fmt::format("polhist_{}{{subscription=\"{}\"}} {}\n",
                            metric.name,
                            label(health.subscription),
                            value(health));
    }
    return text;
}

std::string of_sinks(const Metric& metric,
                     const std::vector<Health>& all,
                     const std::function<std::int64_t(const SinkHealth&)>& value) {
    std::string text = heading(metric);
    for (const Health& health : all) {
        for (const SinkHealth& sink : health.sinks) {
            text += fmt::format("polhist_{}{{subscription=\"{}\",sink=\"{}\",target=\"{}\"}} {}\n",
                                metric.name,
                                label(health.subscription),
                                label(sink.id),
                                label(sink.sink),
                                value(sink));
        }
    }
    return text;
}

std::int64_t seconds_of(const std::optional<Instant>& instant) {
    return instant ? instant->microseconds / second : 0;
}

} // namespace

Health health_of(const Subscription& subscription, const State& state, Instant now) {
    Health health;
    health.subscription = subscription.name;
    health.source = redacted_spec(subscription.source);
    health.schedule = subscription.schedule;
    health.looked = state.looked;
    health.failing = state.failing;
    health.error = state.error;
    const auto limit = two_intervals_ago(subscription, now);
    health.overdue = limit && state.looked.value_or(subscription.created) < *limit;
    for (const std::string& spec : subscription.sinks) {
        SinkHealth sink;
        sink.id = sink_id(spec);
        sink.sink = redacted_spec(spec);
        if (const auto known = state.sinks.find(sink_id(spec)); known != state.sinks.end()) {
            sink.state = known->second;
        }
        sink.overdue = limit && sink.state.pending > 0 && sink.state.since < *limit;
        health.sinks.push_back(std::move(sink));
    }
    health.advice = advice_for(health);
    return health;
}

std::string status_text(const std::vector<Health>& all) {
    std::string text;
    for (const Health& health : all) {
        text += fmt::format("{}: {}\n",
                            health.subscription,
                            health.is_good() ? "good" : "not good: " + health.advice);
        text += fmt::format("  last good look    {}  {}\n", age(health.looked), health.source);
        for (const SinkHealth& sink : health.sinks) {
            const std::string waiting = sink.state.pending == 0
                                            ? std::string()
                                            : fmt::format(", {} waiting", sink.state.pending);
            text += fmt::format(
                "  last delivery     {}  {}{}\n", age(sink.state.delivered), sink.sink, waiting);
        }
    }
    return text.empty() ? "no subscriptions\n" : text;
}

std::string status_json(const std::vector<Health>& all) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.status/1");
    writer.key("subscriptions").begin_array();
    for (const Health& health : all) {
        writer.begin_object().key("name").string(health.subscription);
        writer.key("good").boolean(health.is_good());
        write_text(writer, "advice", health.advice);
        writer.key("source").string(health.source).key("schedule").string(health.schedule);
        write_instant(writer, "looked", health.looked);
        writer.key("overdue").boolean(health.overdue);
        write_instant(writer, "failing_since", health.failing);
        write_text(writer, "error", health.error);
        writer.key("sinks").begin_array();
        for (const SinkHealth& sink : health.sinks) {
            write_sink(writer, sink);
        }
        writer.end_array().end_object();
    }
    writer.end_array().end_object();
    return text + '\n';
}

std::string status_prometheus(const std::vector<Health>& all) {
    return of_subscriptions({"good", "Whether a subscription is neither overdue nor parked."},
                            all,
                            [](const Health& health) { return health.is_good() ? 1 : 0; }) +
           of_subscriptions({"last_good_look_timestamp_seconds",
                             "When the source was last read whole; 0 for never."},
                            all,
                            [](const Health& health) { return seconds_of(health.looked); }) +
           of_subscriptions({"overdue", "Whether the last good look is over two intervals old."},
                            all,
                            [](const Health& health) { return health.overdue ? 1 : 0; }) +
           of_sinks({"last_delivery_timestamp_seconds",
                     "When a sink last accepted an alert; 0 for never."},
                    all,
                    [](const SinkHealth& sink) { return seconds_of(sink.state.delivered); }) +
           of_sinks({"pending_alerts", "Alerts that wait for a sink."},
                    all,
                    [](const SinkHealth& sink) {
                        return static_cast<std::int64_t>(sink.state.pending);
                    }) +
           of_sinks({"sink_failures", "Tries that failed since a sink last accepted."},
                    all,
                    [](const SinkHealth& sink) {
                        return static_cast<std::int64_t>(sink.state.attempts.failures);
                    }) +
           of_sinks({"sink_parked", "Whether a sink is tried no more until somebody asks."},
                    all,
                    [](const SinkHealth& sink) { return sink.state.attempts.parked ? 1 : 0; });
}

} // namespace polhist::watch
