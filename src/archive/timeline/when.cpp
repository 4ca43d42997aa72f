#include "timeline/when.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace polhist::timeline {
namespace {

using Kind = When::Kind;

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_hash_id(std::string_view text) {
    constexpr std::size_t digits = 12;
    constexpr std::string_view prefix = "sha-";
    return text.starts_with(prefix) && text.size() == prefix.size() + digits &&
           text.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

// The `~N` at the end of a text, which is cut off; `~` alone is one back.
std::optional<std::size_t> take_back(std::string_view& text) {
    const std::size_t tilde = text.find('~');
    if (tilde == std::string_view::npos) {
        return 0;
    }
    const std::string_view count = text.substr(tilde + 1);
    text = text.substr(0, tilde);
    if (count.empty()) {
        return 1;
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), number);
    if (error != std::errc{} || end != count.data() + count.size()) {
        return std::nullopt;
    }
    return number;
}

bool parse_version(std::string_view text, When& out) {
    const std::size_t at = text.find('@');
    const std::string_view id = text.substr(0, at);
    const bool named = is_hash_id(id) || (id.starts_with('v') && is_digits(id.substr(1)));
    if (!named) {
        return false;
    }
    out.kind = Kind::version;
    out.id = std::string(id);
    if (at != std::string_view::npos) {
        out.instant = parse_instant(text.substr(at + 1));
        return out.instant.has_value();
    }
    return true;
}

bool parse_base(std::string_view text, When& out) {
    if (text == "latest" || text == "first") {
        out.kind = text == "latest" ? Kind::latest : Kind::first;
        return true;
    }
    out.instant = end_of_day(text);
    if (!out.instant) {
        out.instant = parse_instant(text);
    }
    if (out.instant) {
        out.kind = Kind::instant;
        return true;
    }
    return parse_version(text, out);
}

std::string describe(const History& history, const State& state) {
    return fmt::format("{} of {}", history.version_of(state).id, format_date(state.since));
}

Result<Moment> resolve_instant(const History& history, const When& when) {
    const auto after = std::ranges::upper_bound(
        history.states, *when.instant, {}, [](const State& state) { return state.since; });
    if (after == history.states.begin()) {
        const std::string first = history.states.empty()
                                      ? std::string("no version of it has a date")
                                      : "the first is " + describe(history, history.states.front());
        return failure(fmt::format(
            "no version of `{}` is known from {} or before; {}", history.name, when.text, first));
    }
    const auto position = static_cast<std::size_t>(after - history.states.begin()) - 1;
    const State& state = history.states[position];
    if (state.withdrawn && *state.withdrawn <= *when.instant) {
        return failure(fmt::format("`{}` was withdrawn by {}, so nothing of it was in force at {}; "
                                   "its last version is `{}`",
                                   history.name,
                                   format_instant(*state.withdrawn),
                                   when.text,
                                   history.version_of(state).id));
    }
    return Moment{state.version, position};
}

Result<Moment> resolve_version(const History& history, const When& when) {
    std::optional<std::size_t> newest;
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const Version& version = history.versions[i];
        if (version.id == when.id && (!when.instant || version.created == when.instant)) {
            newest = i;
        }
    }
    if (!newest) {
        std::string known;
        for (const Version& version : history.versions) {
            known += (known.empty() ? "" : ", ") + version.id;
        }
        return failure(
            fmt::format("`{}` has no version `{}`; known: {}", history.name, when.text, known));
    }
    Moment moment{*newest, std::nullopt};
    for (std::size_t i = 0; i < history.states.size(); ++i) {
        if (history.states[i].version == *newest) {
            moment.state = i;
        }
    }
    return moment;
}

Result<Moment> resolve_base(const History& history, const When& when) {
    if (when.kind == Kind::instant) {
        return resolve_instant(history, when);
    }
    if (when.kind == Kind::version) {
        return resolve_version(history, when);
    }
    if (history.states.empty()) {
        return failure(
            fmt::format("no version of `{}` has a date, so none is known to be in force; name one",
                        history.name));
    }
    const std::size_t position = when.kind == Kind::first ? 0 : history.states.size() - 1;
    return Moment{history.states[position].version, position};
}

} // namespace

std::optional<When> parse_when(std::string_view text) {
    When when;
    when.text = std::string(text);
    const auto back = take_back(text);
    if (!back || !parse_base(text, when)) {
        return std::nullopt;
    }
    when.back = *back;
    return when;
}

bool is_withdrawn_at(const History& history, const When& when) {
    return when.kind == Kind::instant && when.back == 0 && !history.states.empty() &&
           history.states.front().since <= *when.instant && !history.in_force(when.instant);
}

Result<Moment> resolve(const History& history, const When& when) {
    auto moment = resolve_base(history, when);
    if (!moment || when.back == 0) {
        return moment;
    }
    if (!moment->state) {
        return failure(fmt::format(
            "`{}` counts back from a version of `{}` without a date", when.text, history.name));
    }
    if (*moment->state < when.back) {
        return failure(fmt::format("`{}` goes back beyond the first version of `{}` known, {}",
                                   when.text,
                                   history.name,
                                   describe(history, history.states.front())));
    }
    const std::size_t position = *moment->state - when.back;
    return Moment{history.states[position].version, position};
}

} // namespace polhist::timeline
