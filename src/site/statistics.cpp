#include "site/statistics.h"

#include "output/difference_page.h"
#include "output/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace polhist::site {
namespace {

using access::Verdict;
using output::html;

constexpr std::array verdicts{
    Verdict::broader, Verdict::narrower, Verdict::mixed, Verdict::undecided, Verdict::equivalent};

using Counts = std::array<std::size_t, verdicts.size()>;

std::map<std::string, Counts> by_month(std::span<const News> news) {
    std::map<std::string, Counts> months;
    for (const News& one : news) {
        if (one.step->verdict) {
            const auto at = std::ranges::find(verdicts, *one.step->verdict) - verdicts.begin();
            ++months[format_date(one.step->at).substr(0, 7)][static_cast<std::size_t>(at)];
        }
    }
    return months;
}

// Changes of what is allowed: one month of documents published anew would hide all others.
constexpr std::size_t shown_verdicts = verdicts.size() - 1;

std::size_t total(const Counts& counts) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < shown_verdicts; ++i) {
        sum += counts.at(i);
    }
    return sum;
}

// Bars of a month each, its verdicts on top of each other but for `equivalent`.
std::string chart(const std::map<std::string, Counts>& months) {
    if (months.empty()) {
        return "";
    }
    constexpr double width = 1000;
    constexpr double height = 220;
    std::size_t most = 1;
    for (const auto& [month, counts] : months) {
        most = std::max(most, total(counts));
    }
    const double bar = width / static_cast<double>(months.size());
    std::string out = fmt::format("<figure class=\"chart card\">\n<svg viewBox=\"0 0 {} {}\" "
                                  "role=\"img\" aria-label=\"Changes each month by verdict; the "
                                  "table below has the numbers\">\n",
                                  width,
                                  height + 24);
    double x = 0;
    std::string year;
    for (const auto& [month, counts] : months) {
        double y = height;
        for (std::size_t i = 0; i < shown_verdicts; ++i) {
            const double size =
                static_cast<double>(counts.at(i)) * (height - 4) / static_cast<double>(most);
            y -= size;
            if (counts.at(i) != 0) {
                out += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                                   "height=\"{:.1f}\"/>\n",
                                   name_of(verdicts.at(i)),
                                   x,
                                   y,
                                   std::max(1.0, bar - 1),
                                   size);
            }
        }
        if (month.substr(0, 4) != year) {
            year = month.substr(0, 4);
            out += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", x, height + 18, year);
        }
        x += bar;
    }
    out += "</svg>\n<figcaption class=\"facts\">";
    for (std::size_t i = 0; i < shown_verdicts; ++i) {
        out += output::verdict_badge(verdicts.at(i)) + ' ';
    }
    return out + "Equivalent ones stand in the table.</figcaption>\n</figure>\n";
}

std::string month_table(const std::map<std::string, Counts>& months) {
    std::string out = "<details>\n<summary>The same as a table</summary>\n<div class=\"table\" "
                      "tabindex=\"0\" role=\"region\" aria-label=\"Table\">"
                      "<table>\n<thead><tr><th scope=\"col\">Month</th>";
    for (const Verdict verdict : verdicts) {
        out += fmt::format("<th scope=\"col\" class=\"number\">{}</th>", name_of(verdict));
    }
    out += "</tr></thead>\n<tbody>\n";
    for (auto month = months.rbegin(); month != months.rend(); ++month) {
        out += fmt::format("<tr><th scope=\"row\">{}</th>", month->first);
        for (const std::size_t count : month->second) {
            out += fmt::format("<td class=\"number\">{}</td>", count);
        }
        out += "</tr>\n";
    }
    return out + "</tbody>\n</table></div>\n</details>\n";
}

std::string policy_link(const PolicyRecord& policy) {
    return fmt::format("<a href=\"{}index.html\">{}</a>", policy.folder, html(policy.name));
}

// The first twenty policies by a number.
std::string ranking(std::span<const PolicyRecord> policies,
                    std::string_view title,
                    std::string_view noun,
                    std::size_t (*number)(const PolicyRecord&)) {
    constexpr std::size_t shown = 20;
    std::vector<const PolicyRecord*> sorted;
    for (const PolicyRecord& policy : policies) {
        sorted.push_back(&policy);
    }
    std::stable_sort(
        sorted.begin(), sorted.end(), [&](const PolicyRecord* left, const PolicyRecord* right) {
            return number(*left) > number(*right);
        });
    sorted.resize(std::min(sorted.size(), shown));
    std::string out = fmt::format("<h2>{}</h2>\n<ol>\n", title);
    for (const PolicyRecord* policy : sorted) {
        out += fmt::format("<li>{} <span class=\"facts\">{} {}</span></li>\n",
                           policy_link(*policy),
                           number(*policy),
                           noun);
    }
    return out + "</ol>\n";
}

// The newest steps of a kind, as a list.
template <typename Holds>
std::string steps(std::span<const News> news, std::string_view title, Holds holds) {
    constexpr std::size_t shown = 30;
    std::string out;
    std::size_t count = 0;
    for (const News& one : news) {
        if (holds(*one.step) && ++count <= shown) {
            out +=
                fmt::format("<li><time datetime=\"{0}\">{0}</time> <a href=\"{1}\">{2}</a></li>\n",
                            format_date(one.step->at),
                            one.step->page,
                            html(one.step->news.title));
        }
    }
    return fmt::format(
        "<h2>{}</h2>\n<p class=\"facts\">{} in all</p>\n<ul>\n{}</ul>\n", title, count, out);
}

} // namespace

Page statistics_page(std::span<const PolicyRecord> policies, std::span<const News> news) {
    Page page;
    page.path = "statistics.html";
    page.title = "Statistics";
    const auto months = by_month(news);
    page.body =
        "<h1>Statistics</h1>\n<h2>Changes each month</h2>\n" + chart(months) + month_table(months);
    page.body +=
        ranking(policies, "Most active", "states in force", [](const PolicyRecord& policy) {
            return policy.steps.size();
        });
    page.body += ranking(
        policies, "Largest", "grants", [](const PolicyRecord& policy) { return policy.grants; });
    page.body += steps(news, "Roll-backs", [](const Step& step) {
        return step.event == timeline::Event::rollback;
    });
    page.body += steps(news, "Policies that lost access", [](const Step& step) {
        return step.verdict == Verdict::narrower;
    });
    return page;
}

} // namespace polhist::site
