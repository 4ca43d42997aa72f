#include "cli/command.h"
#include "cli/watch.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

namespace polhist::cli {
namespace {

std::vector<std::string> redacted(const std::vector<std::string>& specs) {
    std::vector<std::string> told;
    told.reserve(specs.size());
    for (const std::string& spec : specs) {
        told.push_back(watch::redacted_spec(spec));
    }
    return told;
}

std::string subscriptions_json(const std::vector<watch::Subscription>& all) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.subscriptions/1");
    writer.key("subscriptions").begin_array();
    for (const watch::Subscription& subscription : all) {
        writer.begin_object().key("name").string(subscription.name);
        writer.key("source").string(watch::redacted_spec(subscription.source));
        writer.key("scope").string(subscription.scope);
        writer.key("schedule").string(subscription.schedule);
        writer.key("notify").strings(redacted(subscription.sinks));
        writer.key("policy").strings(subscription.policies);
        writer.key("service").strings(subscription.services);
        writer.key("on").strings(subscription.on);
        writer.key("created").string(format_instant(subscription.created)).end_object();
    }
    writer.end_array().end_object();
    return text + '\n';
}

std::string subscriptions_text(const std::vector<watch::Subscription>& all) {
    std::string text;
    for (const watch::Subscription& subscription : all) {
        text += fmt::format("{}  {}  {}\n",
                            subscription.name,
                            subscription.schedule,
                            watch::redacted_spec(subscription.source));
        for (const std::string& sink : redacted(subscription.sinks)) {
            text += fmt::format("  -> {}\n", sink);
        }
    }
    return text.empty() ? "no subscriptions\n" : text;
}

ExitStatus run_subscriptions(const Session& session) {
    std::vector<watch::Subscription> all;
    if (store::Store::exists(session.store_path())) {
        const watch::Book book(session.store_path());
        for (const std::string& name : book.names()) {
            auto subscription = book.read(name);
            if (!subscription) {
                return trouble(subscription.error());
            }
            all.push_back(std::move(*subscription));
        }
    }
    return session.emit(session.format == "json" ? subscriptions_json(all)
                                                 : subscriptions_text(all));
}

} // namespace

void add_subscriptions(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("subscriptions", subscriptions_purpose);
    add_output_options(*command, session, {"text", "json"});
    command->footer("Examples:\n"
                    "  polhist subscriptions\n"
                    "  polhist subscriptions --format json\n");
    command->callback([&session] {
        session.writes = true; // it reads no policy
        session.command = [&session] { return run_subscriptions(session); };
    });
}

} // namespace polhist::cli
