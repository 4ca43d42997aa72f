#include "watch/state.h"

#include "json/tree.h"
#include "json/writer.h"

#include <charconv>

namespace polhist::watch {
namespace {

using json::Value;
using json::Writer;

void write(Writer& writer, std::string_view key, const std::optional<Instant>& instant) {
    if (instant) {
        writer.key(key).string(format_instant(*instant));
    }
}

void write(Writer& writer, const SinkState& sink) {
    writer.begin_object();
    writer.key("pending").number(sink.pending);
    write(writer, "since", sink.since);
    write(writer, "delivered", sink.delivered);
    writer.key("failures").number(sink.attempts.failures);
    write(writer, "first", sink.attempts.first);
    write(writer, "last", sink.attempts.last);
    write(writer, "next", sink.attempts.next);
    writer.key("parked").boolean(sink.attempts.parked);
    writer.key("error").string(sink.attempts.error).end_object();
}

std::string text(const Value& object, std::string_view key) {
    const auto value = object.find(key);
    return value && value->kind() == json::Kind::string ? std::string(value->text())
                                                        : std::string();
}

std::size_t number(const Value& object, std::string_view key) {
    std::size_t read = 0;
    if (const auto value = object.find(key); value && value->kind() == json::Kind::number) {
        const std::string_view digits = value->text();
        std::from_chars(digits.data(), digits.data() + digits.size(), read);
    }
    return read;
}

std::optional<Instant> instant(const Value& object, std::string_view key) {
    return parse_instant(text(object, key));
}

SinkState read_sink(const Value& object) {
    SinkState sink;
    sink.pending = number(object, "pending");
    sink.since = instant(object, "since");
    sink.delivered = instant(object, "delivered");
    sink.attempts.failures = static_cast<unsigned>(number(object, "failures"));
    sink.attempts.first = instant(object, "first");
    sink.attempts.last = instant(object, "last");
    sink.attempts.next = instant(object, "next");
    const auto parked = object.find("parked");
    sink.attempts.parked = parked && parked->text() == "true";
    sink.attempts.error = text(object, "error");
    return sink;
}

} // namespace

std::string state_json(const State& state) {
    std::string out;
    constexpr std::size_t indent = 2;
    Writer writer(out, indent);
    writer.begin_object().key("schema").string("polhist.drift-state/1");
    write(writer, "looked", state.looked);
    writer.key("mark").string(state.mark).key("source").string(state.source);
    writer.key("commit").string(state.commit);
    constexpr std::size_t largest_memory = std::size_t{4} * 1024 * 1024;
    writer.key("memory").string(state.memory.size() <= largest_memory ? state.memory : "");
    write(writer, "failing", state.failing);
    writer.key("error").string(state.error).key("sinks").begin_object();
    for (const auto& [id, sink] : state.sinks) {
        writer.key(id);
        write(writer, sink);
    }
    writer.end_object().end_object();
    return out + '\n';
}

Result<State> parse_state(const json::Source& source) {
    const auto tree = json::Tree::parse(source);
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    const Value root = tree->root();
    State state;
    state.looked = instant(root, "looked");
    state.mark = text(root, "mark");
    state.source = text(root, "source");
    state.commit = text(root, "commit");
    state.memory = text(root, "memory");
    state.failing = instant(root, "failing");
    state.error = text(root, "error");
    if (const auto sinks = root.find("sinks")) {
        for (const json::Member member : sinks->members()) {
            state.sinks.emplace(member.key, read_sink(member.value));
        }
    }
    return state;
}

} // namespace polhist::watch
