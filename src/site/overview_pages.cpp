#include "site/overview_pages.h"

#include "answers/listing.h"
#include "json/writer.h"
#include "output/difference_page.h"
#include "output/html.h"
#include "output/json.h"
#include "site/news.h"
#include "site/page.h"
#include "site/statistics.h"

#include <fmt/format.h>

namespace polhist::site {
namespace {

using output::html;

// How many policies are withdrawn, and how far all of them are known.
std::string state_of_knowledge(std::span<const PolicyRecord> policies,
                               const std::optional<Instant>& known_until) {
    const auto gone = std::ranges::count_if(
        policies, [](const PolicyRecord& policy) { return policy.withdrawn.has_value(); });
    const std::string withdrawn = gone == 0 ? "" : fmt::format("{} of them withdrawn", gone);
    const std::string known = known_until
                                  ? fmt::format("known up to <time datetime=\"{0}\">{0}</time>",
                                                format_instant(*known_until))
                                  : std::string();
    return withdrawn.empty() && known.empty()
               ? std::string()
               : fmt::format("<p class=\"facts\">{}{}{}</p>\n",
                             withdrawn,
                             withdrawn.empty() || known.empty() ? "" : " · ",
                             known);
}

Page start_page(std::span<const PolicyRecord> policies,
                std::span<const News> news,
                const std::optional<Instant>& known_until) {
    constexpr std::size_t shown = 60;
    std::size_t versions = 0;
    for (const PolicyRecord& policy : policies) {
        versions += policy.versions;
    }
    Page page;
    page.path = "index.html";
    page.title = "What changed in IAM policies";
    page.body = fmt::format("<header class=\"card headline\"><h1>What changed in IAM policies</h1>"
                            "\n<p>{} policies, {} versions: what each change allows and no longer "
                            "allows, with a request as proof.</p>\n{}</header>\n<h2>Latest changes"
                            "</h2>\n<ol class=\"news\">\n",
                            policies.size(),
                            versions,
                            state_of_knowledge(policies, known_until));
    for (std::size_t i = 0; i < std::min(shown, news.size()); ++i) {
        const auto& [policy, step] = news[i];
        page.body += fmt::format(
            "<li class=\"card\"><p><time datetime=\"{0}\">{0}</time> {1}</p>\n<p><a href=\"{2}\">"
            "{3} {4}</a> <span class=\"says\">{5}</span></p>{6}</li>\n",
            format_date(step->at),
            step->verdict ? output::verdict_badge(*step->verdict, step->verdict_words)
                          : std::string("<span class=\"verdict\">new</span>"),
            step->page,
            html(policy->name),
            html(step->version),
            html(step->summary),
            step->verdict && !step->news.paragraphs.empty()
                ? fmt::format("\n<p class=\"facts\">{}</p>", html(step->news.paragraphs.front()))
                : "");
    }
    page.body += "</ol>\n<p><a href=\"statistics.html\">Statistics</a> · "
                 "<a href=\"policies.html\">all policies</a></p>\n";
    return page;
}

Page list_page(std::span<const PolicyRecord> policies) {
    Page page;
    page.path = "policies.html";
    page.title = "Policies";
    page.body = fmt::format("<h1>Policies</h1>\n<p>{} policies</p>\n<div class=\"table\" "
                            "tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n"
                            "<thead><tr><th scope=\"col\">Policy</th><th scope=\"col\">Now</th>"
                            "<th scope=\"col\">Changed</th><th scope=\"col\" class=\"number\">"
                            "Versions</th></tr></thead>\n<tbody>\n",
                            policies.size());
    for (const PolicyRecord& policy : policies) {
        const Step* last = policy.steps.empty() ? nullptr : &policy.steps.back();
        page.body += fmt::format("<tr><td><a href=\"{}index.html\">{}</a></td><td>{}</td><td>{}"
                                 "</td><td class=\"number\">{}</td></tr>\n",
                                 policy.folder,
                                 html(policy.name),
                                 policy.withdrawn ? "withdrawn by " + format_date(*policy.withdrawn)
                                                  : (last == nullptr ? "" : html(last->version)),
                                 last == nullptr ? "" : format_date(last->at),
                                 policy.versions);
    }
    page.body += "</tbody>\n</table></div>\n";
    return page;
}

constexpr std::string_view about =
    "<h1>About</h1>\n"
    "<p>This site says what changed between versions of IAM policies <strong>in permissions, not "
    "in "
    "text</strong>. The order of statements and lists, their splitting and merging, letter case "
    "and "
    "Sids mean nothing; everything else is told once.</p>\n"
    "<h2>Words</h2>\n<dl>\n"
    "<dt>state</dt><dd>a version in force from an instant on; a roll-back is a new state of an old "
    "version</dd>\n"
    "<dt>grant</dt><dd>one effect, action, resource, principal and set of conditions</dd>\n"
    "<dt>witness</dt><dd>a request that one version allows (or denies) and the other does not: the "
    "proof of a verdict, and an example of what changed</dd>\n"
    "</dl>\n<h2>Verdicts</h2>\n<dl>\n"
    "<dt><span class=\"verdict broader\">broader</span></dt><dd>all that was allowed is, and more"
    "</dd>\n"
    "<dt><span class=\"verdict narrower\">narrower</span></dt><dd>something is no longer allowed, "
    "and "
    "nothing new is</dd>\n"
    "<dt><span class=\"verdict mixed\">mixed</span></dt><dd>both</dd>\n"
    "<dt><span class=\"verdict equivalent\">equivalent</span></dt><dd>exactly the same requests "
    "are "
    "allowed: this is proven</dd>\n"
    "<dt><span class=\"verdict undecided\">undecided</span></dt><dd>no proof was found either way; "
    "it "
    "is never a word for <q>no change</q></dd>\n"
    "</dl>\n<p>A verdict holds whatever other policies stand beside this one: a Deny that goes is "
    "<em>broader</em> even where the policy itself allows nothing of it, since another may. Where "
    "the "
    "policy alone has another verdict, it stands in parentheses.</p>\n<h2>Dates</h2>\n<p>All times "
    "are UTC. A version counts from its creation, as far as a "
    "trustworthy source tells it; versions without a date are listed apart.</p>\n"
    "<h2>For programs</h2>\n<p><a href=\"api/v1/list.json\">api/v1/list.json</a> lists the "
    "policies; "
    "beside each lie <code>log.json</code>, one JSON file for each change, and the "
    "documents.</p>\n";

std::string list_json(std::span<const PolicyRecord> policies,
                      const std::optional<Instant>& known_until) {
    answers::Listing listing{{}, {known_until, false}};
    for (const PolicyRecord& policy : policies) {
        answers::ListedPolicy one{policy.name, policy.arn, policy.versions, {}, {}, {}};
        if (!policy.steps.empty()) {
            one.first = policy.steps.front().at;
            one.latest = policy.steps.back().at;
            one.current = policy.withdrawn ? std::string() : policy.steps.back().version;
            one.withdrawn = policy.withdrawn;
        }
        listing.policies.push_back(std::move(one));
    }
    return output::list_json(listing);
}

// What the search looks through: a name and its folder where that is another.
std::string search_data(std::span<const PolicyRecord> policies) {
    std::string out = "window.polhistPolicies=[";
    for (const PolicyRecord& policy : policies) {
        out += out.back() == '[' ? "" : ",";
        out += fmt::format("[{}", json::quoted(policy.name));
        if (policy.folder != "policy/" + policy.name + "/") {
            out += fmt::format(",{}", json::quoted(policy.folder));
        }
        out += "]";
    }
    return out + "];\n";
}

} // namespace

Result<void> write_overview(std::span<const PolicyRecord> policies,
                            const std::optional<Instant>& known_until,
                            const std::string& base_url,
                            const Write& write) {
    const std::vector<News> news = news_of(policies);
    Page about_page;
    about_page.path = "about.html";
    about_page.title = "About";
    about_page.body = about;
    for (const Page& page : {start_page(policies, news, known_until),
                             list_page(policies),
                             statistics_page(policies, news),
                             about_page}) {
        if (auto written = write(page.path, page_text(page)); !written) {
            return written;
        }
    }
    if (auto written = write("api/v1/list.json", list_json(policies, known_until)); !written) {
        return written;
    }
    if (auto written = write("search-policies.js", search_data(policies)); !written) {
        return written;
    }
    return write_feeds(news, base_url, write);
}

} // namespace polhist::site
