#include "watch/message.h"

#include "core/printable.h"
#include "output/proof.h"
#include "output/simulation.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::watch {
namespace {

using access::Verdict;
using diff::AccessMove;
using output::plain;

constexpr std::size_t most_items = 8;
constexpr std::size_t most_names = 12; // in one item

std::string verdict_words(const News& news) {
    const diff::Difference& difference = news.comparison.difference;
    const std::string words = difference.access.overall == Verdict::undecided
                                  ? "it could not be decided what that allows"
                                  : output::verdict_phrase(difference.access);
    return fmt::format("{} ({})", words, answers::summary(difference));
}

std::string shortened(std::string text) {
    constexpr std::size_t longest = 600;
    if (text.size() <= longest) {
        return text;
    }
    std::size_t size = longest;
    // Not inside a character.
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) {
        --size;
    }
    return text.substr(0, size) + "…";
}

// All of one move: the grants that make a difference, and what changed without any.
std::vector<std::string> changes(const diff::Difference& difference, AccessMove move) {
    std::vector<std::string> items =
        output::brought_phrases(diff::brought_by(difference, move), plain, most_names);
    for (const diff::AccessChange& change : diff::access_changes(difference)) {
        if (change.move == move && change.brought.empty()) {
            items.push_back(output::change_phrase(change, plain, most_names));
        }
    }
    std::ranges::transform(items, items.begin(), shortened);
    return items;
}

std::string heading_of(AccessMove move) {
    return std::string(name_of(move)) + (move == AccessMove::no_longer_denied
                                             ? " (matters where another policy allows it)"
                                             : "");
}

std::vector<std::string> doubts(const diff::Difference& difference) {
    std::vector<std::string> items;
    for (const access::Doubt* doubt : diff::doubts_of(difference.access)) {
        items.push_back(shortened(output::doubt_phrase(*doubt, plain)));
    }
    return items;
}

// Adds a list under its heading, as far as there is room for items.
void add_list(std::string_view heading,
              const std::vector<std::string>& items,
              std::size_t& room,
              std::vector<std::string>& lines) {
    if (items.empty()) {
        return;
    }
    lines.push_back(fmt::format("  {}:", heading));
    // "and 1 more" is no shorter than the one.
    const std::size_t shown =
        items.size() == room + 1 ? items.size() : std::min(room, items.size());
    for (std::size_t i = 0; i < shown; ++i) {
        lines.push_back("    " + items[i]);
    }
    if (shown < items.size()) {
        lines.push_back(fmt::format("    and {} more", items.size() - shown));
    }
    room -= std::min(room, shown);
}

// A version as `polhist diff` takes it; one of several of an id by its creation.
std::string when_of(const Sight& sight, bool exactly) {
    return exactly && sight.created && !sight.version.starts_with("sha-")
               ? fmt::format("{}@{}", sight.version, format_instant(*sight.created))
               : sight.version;
}

std::string command_of(const News& news, std::string_view program) {
    const Event& event = news.event;
    const std::string policy = output::shell_word(event.policy.name);
    if (!event.to || event.kind == Kind::conflict) {
        return fmt::format("{} log {}", program, policy);
    }
    if (!event.from) {
        return fmt::format("{} show {} {}", program, policy, when_of(*event.to, false));
    }
    const bool exactly = event.from->version == event.to->version;
    return fmt::format("{} diff {} {} {}",
                       program,
                       policy,
                       when_of(*event.from, exactly),
                       when_of(*event.to, exactly));
}

std::string happening(const Event& event) {
    const std::string from = event.from ? visible(event.from->version) : std::string();
    const std::string to = event.to ? visible(event.to->version) : std::string();
    switch (event.kind) {
    case Kind::version:
        return event.from ? fmt::format("{} -> {}", from, to) : fmt::format("a new policy, {}", to);
    case Kind::rollback:
        return fmt::format("rolled back, {} -> {}", from, to);
    case Kind::reinstated:
        return fmt::format("reinstated, {} -> {}", from, to);
    case Kind::recreated:
        return fmt::format("created again, {} -> {}", from, to);
    case Kind::withdrawn:
        return fmt::format("withdrawn, was {}", from);
    case Kind::returned:
        return fmt::format("is back as {}, was {}", to, from);
    case Kind::conflict:
        return fmt::format("another document under {}, after {}", to, from);
    }
    return {};
}

} // namespace

std::string headline_of(const News& news) {
    return fmt::format(
        "{}: {}, {}", visible(news.event.policy.name), happening(news.event), verdict_words(news));
}

std::vector<std::string> details_of(const News& news) {
    const diff::Difference& difference = news.comparison.difference;
    std::vector<std::string> lines;
    std::size_t room = most_items;
    add_list("not decided", doubts(difference), room, lines);
    for (const AccessMove move : {AccessMove::now_allowed,
                                  AccessMove::no_longer_denied,
                                  AccessMove::no_longer_allowed,
                                  AccessMove::now_denied}) {
        add_list(heading_of(move), changes(difference, move), room, lines);
    }
    return lines;
}

Letter letter_of(const News& news, std::string_view subscription, std::string_view program) {
    return {news.key,
            news_json(news, subscription),
            headline_of(news),
            details_of(news),
            command_of(news, program)};
}

std::string text_of(const Letter& letter) {
    std::string text = letter.headline + '\n';
    for (const std::string& line : letter.lines) {
        text += line + '\n';
    }
    return letter.command.empty() ? text : text + fmt::format("  {}\n", letter.command);
}

} // namespace polhist::watch
