#include "site/news.h"

#include "answers/feed.h"
#include "output/html.h"
#include "site/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace polhist::site {
namespace {

using output::html;

constexpr std::size_t newest = 50;

// One feed: what it is about, and where.
struct Subject {
    std::string title;
    std::string path; // without its ending
    std::function<bool(const News&)> holds;
};

Result<void> write_feed(const Subject& subject,
                        std::span<const News> news,
                        const std::string& base_url,
                        const Write& write) {
    output::Feed feed;
    feed.title = subject.title;
    feed.id = answers::feed_id("site\n" + subject.path);
    feed.site = base_url.empty() ? "" : base_url + "index.html";
    for (const News& one : news) {
        if (feed.entries.size() == newest) {
            break;
        }
        if (subject.holds(one)) {
            feed.entries.push_back(one.step->news);
        }
    }
    if (base_url.empty()) {
        return write(subject.path + ".atom", output::atom(feed));
    }
    feed.self = base_url + subject.path + ".atom";
    if (auto written = write(subject.path + ".atom", output::atom(feed)); !written) {
        return written;
    }
    feed.self = base_url + subject.path + ".rss";
    return write(subject.path + ".rss", output::rss(feed));
}

std::string links(const Subject& subject, bool with_rss) {
    const std::string path = subject.path.substr(std::string_view("feeds/").size());
    return fmt::format("<li>{} <a href=\"{}.atom\">Atom</a>{}</li>\n",
                       html(subject.title),
                       path,
                       with_rss ? fmt::format(" <a href=\"{}.rss\">RSS</a>", path) : "");
}

std::vector<Subject> subjects_of(std::span<const News> news) {
    std::vector<Subject> subjects;
    subjects.push_back({"All changes", "feeds/all", [](const News&) { return true; }});
    for (const access::Verdict verdict : {access::Verdict::broader,
                                          access::Verdict::narrower,
                                          access::Verdict::mixed,
                                          access::Verdict::undecided,
                                          access::Verdict::equivalent}) {
        const std::string name(access::name_of(verdict));
        subjects.push_back({"Verdict " + name, "feeds/verdict/" + name, [verdict](const News& one) {
                                return one.step->verdict == verdict;
                            }});
    }
    std::set<std::string> services;
    for (const News& one : news) {
        services.insert(one.step->services.begin(), one.step->services.end());
    }
    services.erase("*");
    for (const std::string& service : services) {
        subjects.push_back(
            {"Service " + service, "feeds/service/" + part(service), [service](const News& one) {
                 const auto& names = one.step->services;
                 return std::ranges::binary_search(names, service) ||
                        std::ranges::binary_search(names, "*");
             }});
    }
    return subjects;
}

} // namespace

std::vector<News> news_of(std::span<const PolicyRecord> policies) {
    std::vector<News> news;
    for (const PolicyRecord& policy : policies) {
        for (const Step& step : policy.steps) {
            news.push_back({&policy, &step});
        }
        for (const Step& withdrawal : policy.withdrawals) {
            news.push_back({&policy, &withdrawal});
        }
    }
    std::stable_sort(news.begin(), news.end(), [](const News& left, const News& right) {
        return left.step->at > right.step->at;
    });
    return news;
}

Result<void>
write_feeds(std::span<const News> news, const std::string& base_url, const Write& write) {
    Page page;
    page.path = "feeds/index.html";
    page.title = "Feeds";
    page.body = "<h1>Feeds</h1>\n<p>The newest fifty changes each. Every policy has a feed too, on "
                "its page.</p>\n<ul class=\"columns plain\">\n";
    for (const Subject& subject : subjects_of(news)) {
        if (auto written = write_feed(subject, news, base_url, write); !written) {
            return written;
        }
        page.body += links(subject, !base_url.empty());
    }
    page.body += "</ul>\n";
    return write(page.path, page_text(page));
}

} // namespace polhist::site
