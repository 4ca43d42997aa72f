#include "watch/status.h"

#include "cli/command.h"
#include "cli/watch.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace polhist::cli {
namespace {

Result<std::vector<watch::Health>> look(const Session& session, const std::string& name) {
    std::vector<watch::Health> all;
    if (!store::Store::exists(session.store_path())) {
        return name.empty() ? Result<std::vector<watch::Health>>(std::move(all))
                            : tl::make_unexpected(existing_store(session).error());
    }
    const watch::Book book(session.store_path());
    const Instant now = watch::real_world().now();
    for (const std::string& each : name.empty() ? book.names() : std::vector{name}) {
        const auto subscription = book.read(each);
        if (!subscription) {
            return tl::make_unexpected(subscription.error());
        }
        all.push_back(watch::health_of(*subscription, book.state(each), now));
    }
    return all;
}

ExitStatus run_status(const Session& session, const std::string& name) {
    const auto all = look(session, name);
    if (!all) {
        return trouble(all.error());
    }
    const bool good = std::ranges::all_of(*all, &watch::Health::is_good);
    const std::string text = session.format == "json"         ? watch::status_json(*all)
                             : session.format == "prometheus" ? watch::status_prometheus(*all)
                                                              : watch::status_text(*all);
    return session.emit(text, good ? ExitStatus::done : ExitStatus::gate_failed);
}

constexpr std::string_view footer =
    "Exit status: 0 all is well, 1 something is overdue or parked, 2 trouble. Overdue is a look\n"
    "or an alert that is late by two intervals of the schedule.\n"
    "\n"
    "Examples:\n"
    "  polhist status\n"
    "  polhist status --format prometheus -o /var/lib/node_exporter/polhist.prom\n";

} // namespace

void add_status(CLI::App& app, Session& session) {
    const auto name = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("status", status_purpose);
    command->add_option("NAME", *name, "Only this one")->type_name("");
    add_output_options(*command, session, {"text", "json", "prometheus"});
    command->footer(std::string(footer));
    command->callback([&session, name] {
        session.writes = true; // it reads no policy
        session.command = [&session, name] { return run_status(session, *name); };
    });
}

} // namespace polhist::cli
