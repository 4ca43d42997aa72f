#include "output/feed.h"

#include "output/blocks.h"
#include "output/html.h"
#include "output/proof.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace polhist::output {
namespace {

using answers::Comparison;

constexpr std::size_t names_shown = 8;

std::string_view news_of(timeline::Event event) {
    switch (event) {
    case timeline::Event::rollback:
        return "rolled back, ";
    case timeline::Event::reinstated:
        return "reinstated, ";
    case timeline::Event::recreated:
        return "created again, ";
    case timeline::Event::version:
        break;
    }
    return "";
}

std::string title_of(const FeedState& entry) {
    if (entry.step == nullptr) {
        return fmt::format("{} {}: first version known", entry.policy, entry.version);
    }
    const Comparison& step = *entry.step;
    std::string summary = answers::summary(step.difference);
    for (std::size_t at = 0; (at = summary.find("  ", at)) != std::string::npos;) {
        summary.replace(at, 2, ", ");
    }
    return fmt::format("{} {} → {}: {}{}, {}",
                       entry.policy,
                       step.from.label,
                       step.to.label,
                       entry.is_withdrawal ? "withdrawn, " : news_of(entry.state.event),
                       verdict_phrase(step.difference.access),
                       summary);
}

// `Allow on *: added a, b and 3 more`.
void add_block(const Block& block, std::vector<std::string>& out) {
    for (const char sign : {'-', '+'}) {
        std::vector<std::string> texts;
        for (const Item& item : block.items) {
            if (item.sign == sign) {
                texts.push_back(item.text);
            }
        }
        if (!texts.empty()) {
            out.push_back(fmt::format("{}: {} {}",
                                      block.heading,
                                      sign == '+' ? "added" : "removed",
                                      joined(texts, names_shown)));
        }
    }
}

// More paragraphs than this are counted.
constexpr std::size_t blocks_shown = 12;

std::vector<std::string> paragraphs_of(const FeedState& entry) {
    std::vector<std::string> out;
    if (entry.step == nullptr) {
        out.push_back(fmt::format("{} statements, {} grants",
                                  entry.document.statements.size(),
                                  policy::grants_of(entry.document).size()));
        return out;
    }
    for (Sentence& sentence : proof_of(entry.step->difference, plain, {names_shown, names_shown})) {
        out.push_back(std::move(sentence.text));
    }
    std::vector<std::string> tellings;
    for (const Section& section : sections_of(entry.step->difference, plain, names_shown)) {
        for (const Block& block : section.blocks) {
            add_block(block, tellings);
        }
    }
    if (tellings.size() > blocks_shown + 1) {
        const std::size_t left = tellings.size() - blocks_shown;
        tellings.resize(blocks_shown);
        tellings.push_back(fmt::format("… and {} more changes", left));
    }
    out.insert(out.end(), tellings.begin(), tellings.end());
    for (const ledger::Update& update : entry.step->documented) {
        out.push_back(fmt::format("Documented {}: {}", update.date, update.description));
    }
    return out;
}

// The body as HTML, which stands escaped once more in the feed.
std::string body_of(const FeedEntry& entry) {
    std::string body;
    for (const std::string& paragraph : entry.paragraphs) {
        body += fmt::format("<p>{}</p>\n", html(paragraph));
    }
    if (!entry.page.empty()) {
        body += fmt::format("<p><a href=\"{0}\">{0}</a></p>\n", html(entry.page));
    }
    return body;
}

// Line breaks stay: they part paragraphs where markup is dropped.
std::string escaped_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += html(text.substr(0, end));
        out += end < text.size() ? "\n" : "";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string element(std::string_view name, std::string_view text) {
    return fmt::format("<{0}>{1}</{0}>\n", name, escaped_lines(text));
}

Instant newest(const Feed& feed) {
    Instant at;
    for (const FeedEntry& entry : feed.entries) {
        at = std::max(at, entry.at);
    }
    return at;
}

// RFC 822, as RSS wants it: `Wed, 11 Aug 2021 18:07:10 GMT`.
std::string rfc822(Instant at) {
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr std::array<std::string_view, 7> days{
        "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; // 1970 began on a Thursday
    constexpr std::int64_t day_length = 86'400'000'000;
    const std::string text = format_instant(at);
    std::int64_t day = at.microseconds / day_length;
    day -= at.microseconds % day_length < 0 ? 1 : 0;
    std::size_t month = 0;
    std::from_chars(text.data() + 5, text.data() + 7, month);
    return fmt::format("{}, {} {} {} {} GMT",
                       days.at(static_cast<std::size_t>(((day % 7) + 7) % 7)),
                       text.substr(8, 2),
                       months.at(month - 1),
                       text.substr(0, 4),
                       text.substr(11, 8));
}

std::string atom_entry(const FeedEntry& entry) {
    std::string out = "<entry>\n";
    out += element("id", entry.id);
    out += element("title", entry.title);
    out += element("published", format_instant(entry.at));
    out += element("updated", format_instant(entry.at));
    if (!entry.page.empty()) {
        out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                           html(entry.page));
    }
    if (!entry.category.empty()) {
        out += fmt::format("<category term=\"{}\"/>\n", html(entry.category));
    }
    return out + fmt::format("<content type=\"html\">{}</content>\n</entry>\n",
                             escaped_lines(body_of(entry)));
}

std::string rss_item(const FeedEntry& entry) {
    std::string out = "<item>\n";
    out += element("title", entry.title);
    if (!entry.page.empty()) {
        out += element("link", entry.page);
    }
    out += fmt::format("<guid isPermaLink=\"false\">{}</guid>\n", html(entry.id));
    out += element("pubDate", rfc822(entry.at));
    if (!entry.category.empty()) {
        out += element("category", entry.category);
    }
    return out +
           fmt::format("<description>{}</description>\n</item>\n", escaped_lines(body_of(entry)));
}

} // namespace

FeedEntry feed_entry(const FeedState& news, std::string id) {
    return {std::move(id),
            title_of(news),
            news.is_withdrawal ? *news.state.withdrawn : news.state.since,
            news.step == nullptr ? std::string()
                                 : std::string(name_of(news.step->difference.access.overall)),
            paragraphs_of(news),
            {}};
}

std::string atom(const Feed& feed) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n";
    out += element("id", feed.id);
    out += element("title", feed.title);
    out += element("updated", format_instant(newest(feed)));
    out += "<author><name>polhist</name></author>\n";
    out += "<generator version=\"" POLHIST_VERSION "\">polhist</generator>\n";
    if (!feed.self.empty()) {
        out += fmt::format("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
                           html(feed.self));
    }
    if (!feed.site.empty()) {
        out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                           html(feed.site));
    }
    for (const FeedEntry& entry : feed.entries) {
        out += atom_entry(entry);
    }
    return out + "</feed>\n";
}

std::string rss(const Feed& feed) {
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n"
                      "<channel>\n";
    out += element("title", feed.title);
    out += element("link", feed.site);
    out += element("description", feed.title);
    out += element("language", "en");
    out += element("lastBuildDate", rfc822(newest(feed)));
    out += element("generator", "polhist " POLHIST_VERSION);
    if (!feed.self.empty()) {
        out += fmt::format("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
                           html(feed.self));
    }
    for (const FeedEntry& entry : feed.entries) {
        out += rss_item(entry);
    }
    return out + "</channel>\n</rss>\n";
}

} // namespace polhist::output
