#include "site/action_pages.h"

#include "json/writer.h"
#include "output/html.h"
#include "site/page.h"

#include <fmt/format.h>

namespace polhist::site {
namespace {

using output::html;

using Actions_ = std::map<std::string, Actions::Action>;

std::string service_of(std::string_view action) {
    return std::string(action.substr(0, action.find(':')));
}

std::string name_of(std::string_view action) {
    return std::string(action.substr(action.find(':') + 1));
}

std::string folder_of(std::string_view action) {
    return "actions/" + part(service_of(action)) + "/";
}

std::string day(std::string_view date) {
    return fmt::format("<time datetime=\"{0}\">{0}</time>", date);
}

// `now`: those who allow it, else those who did.
std::string
table_of(const Actions::Action& action, std::span<const PolicyRecord> policies, bool now) {
    std::string rows;
    for (const Allowance& one : action.allowed) {
        if (one.until.empty() != now) {
            continue;
        }
        const PolicyRecord& policy = policies[one.policy];
        rows += fmt::format("<tr><td><a href=\"../../{}index.html\">{}</a></td><td>{}</td>"
                            "<td>{}</td></tr>\n",
                            policy.folder,
                            html(policy.name),
                            day(one.since),
                            now ? (one.conditional ? "under conditions" : "") : day(one.until));
    }
    if (rows.empty()) {
        return now ? "<p>No policy allows it now.</p>\n" : "";
    }
    return fmt::format("{}<div class=\"table\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Policy</th>"
                       "<th scope=\"col\">Since</th><th scope=\"col\">{}</th></tr></thead>\n"
                       "<tbody>\n{}</tbody>\n</table></div>\n",
                       now ? "" : "<h2>Policies that did</h2>\n",
                       now ? "How" : "Until",
                       rows);
}

std::size_t allowing_now(const Actions::Action& action) {
    std::size_t count = 0;
    for (const Allowance& one : action.allowed) {
        count += one.until.empty() ? 1U : 0U;
    }
    return count;
}

Page action_page(const std::string& key,
                 const Actions::Action& action,
                 std::span<const PolicyRecord> policies) {
    Page page;
    page.path = folder_of(key) + part(name_of(key)) + ".html";
    page.title = action.spelling + ": who allows it, since when";
    page.body = fmt::format(
        "<p class=\"facts\"><a href=\"../index.html\">Actions</a> · <a href=\"index.html\">{}</a>"
        "</p>\n<header class=\"card headline\"><h1>{}</h1>\n<p>{} policies allow it now, by name "
        "or by wildcard.</p>\n<p class=\"facts\">Denies, and the conditions of a statement, may "
        "take "
        "it away again.</p></header>\n"
        "<h2>Policies that allow it</h2>\n",
        html(service_of(key)),
        html(action.spelling),
        allowing_now(action));
    page.body += table_of(action, policies, true) + table_of(action, policies, false);
    return page;
}

struct Service {
    std::string rows;
    std::size_t actions = 0;
};

Page service_page(const std::string& name, const Service& service) {
    Page page;
    page.path = "actions/" + part(name) + "/index.html";
    page.title = name + ": actions";
    page.feed = "feeds/service/" + part(name) + ".atom";
    page.body = fmt::format("<p class=\"facts\"><a href=\"../index.html\">Actions</a></p>\n"
                            "<h1>{0}</h1>\n<p>{1} actions that policies name · <a href=\"../../"
                            "feeds/service/{2}.atom\">feed of this service</a></p>\n"
                            "<ul class=\"columns plain\">\n{3}</ul>\n",
                            html(name),
                            service.actions,
                            part(name),
                            service.rows);
    return page;
}

Page index_page(const std::map<std::string, Service>& services, std::size_t actions) {
    Page page;
    page.path = "actions/index.html";
    page.title = "Actions";
    std::string rows;
    for (const auto& [name, service] : services) {
        rows += fmt::format("<li><a href=\"{}/index.html\">{}</a> <span class=\"facts\">{}</span>"
                            "</li>\n",
                            part(name),
                            html(name),
                            service.actions);
    }
    page.body = fmt::format("<h1>Actions</h1>\n<p>{} actions of {} services, as far as a policy "
                            "names them.</p>\n<ul class=\"columns plain\">\n{}</ul>\n",
                            actions,
                            services.size(),
                            rows);
    return page;
}

} // namespace

Result<void> write_action_pages(const Actions_& actions,
                                std::span<const PolicyRecord> policies,
                                const Write& write) {
    std::map<std::string, Service> services;
    std::string list = "window.polhistActions=[";
    for (const auto& [key, action] : actions) {
        const Page page = action_page(key, action, policies);
        if (auto written = write(page.path, page_text(page)); !written) {
            return written;
        }
        Service& service = services[service_of(key)];
        ++service.actions;
        service.rows += fmt::format("<li><a href=\"{}.html\">{}</a> <span class=\"facts\">{}</span>"
                                    "</li>\n",
                                    part(name_of(key)),
                                    html(name_of(action.spelling)),
                                    allowing_now(action));
        list += list.back() == '[' ? "" : ",";
        list += json::quoted(action.spelling);
    }
    if (auto written = write("search-actions.js", list + "];\n"); !written) {
        return written;
    }
    for (const auto& [name, service] : services) {
        const Page page = service_page(name, service);
        if (auto written = write(page.path, page_text(page)); !written) {
            return written;
        }
    }
    const Page index = index_page(services, actions.size());
    return write(index.path, page_text(index));
}

} // namespace polhist::site
