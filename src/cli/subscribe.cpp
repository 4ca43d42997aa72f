#include "cli/command.h"
#include "cli/unknown_names.h"
#include "cli/watch.h"
#include "watch/crontab.h"
#include "watch/registration.h"
#include "watch/systemd.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

namespace polhist::cli {
namespace {

struct SubscribeArguments {
    watch::Subscription subscription;
    std::optional<unsigned> pace;
    bool install = false;
    bool systemd = false;
};

watch::Job job_of(const watch::Subscription& subscription, const std::string& store) {
    return {subscription.name,
            store,
            subscription.schedule,
            {program_path(), "--store", store, "run", subscription.name}};
}

ExitStatus install_timer(const Session& session, const watch::Job& job) {
    const auto units = watch::units_of(job);
    if (!units) {
        return trouble(units.error());
    }
    const std::string folder = watch::units_folder();
    if (folder.empty()) {
        return trouble({"there is no home to keep units of systemd in; set HOME"});
    }
    const auto changed = watch::install_units(*units, folder);
    if (!changed) {
        return trouble(changed.error());
    }
    session.note(*changed ? fmt::format("wrote {0}/{1}.service and {1}.timer", folder, units->name)
                          : fmt::format("{}/{}.timer is as it was", folder, units->name));
    return session.emit(fmt::format(
        "systemctl --user daemon-reload\nsystemctl --user enable --now {}.timer\n", units->name));
}

ExitStatus
announce(const Session& session, const SubscribeArguments& arguments, const watch::Job& job) {
    if (arguments.systemd) {
        return install_timer(session, job);
    }
    const auto line = watch::crontab_line(job);
    if (!line) {
        return trouble(line.error());
    }
    if (arguments.install) {
        const auto changed = watch::install_line(job.subscription, job.store, *line);
        if (!changed) {
            return trouble(changed.error());
        }
        session.note(*changed ? "installed in your crontab" : "your crontab has it already");
    }
    return session.emit(*line + '\n');
}

ExitStatus run_subscribe(const Session& session, const SubscribeArguments& arguments) {
    keep_private();
    std::error_code error;
    const auto scope = check_scope(arguments.subscription.scope);
    auto subscription = scope ? watch::checked(arguments.subscription,
                                               std::filesystem::current_path(error).string())
                              : tl::make_unexpected(scope.error());
    if (!subscription) {
        return trouble(subscription.error());
    }
    for (const std::string& service : arguments.subscription.services) {
        note_unknown_service(session, service);
    }
    const std::string path = whole_path(session.store_path());
    auto store = store::Store::open(path, store::Access::writing);
    if (!store) {
        return trouble(store.error());
    }
    watch::Book book(path);
    const auto is_new = watch::enrol(*store, book, *subscription, watch::real_world().now());
    if (!is_new) {
        return trouble(is_new.error());
    }
    session.note(fmt::format("{} `{}`; `polhist run {}` tries it",
                             *is_new ? "subscribed" : "changed",
                             subscription->name,
                             subscription->name));
    return announce(session, arguments, job_of(*subscription, path));
}

constexpr std::string_view footer =
    "SRC is file:PATH, dir:PATH, git:URL, docs:PATH-or-URL, https://…, exec:COMMAND,\n"
    "reference:[NAME,…] (the AWS Managed Policy Reference), or, through the AWS CLI, aws (your "
    "own\n"
    "policies; those of AWS with --scope aws) and aws:account (inline and trust policies too).\n"
    "SINK is stdout (cron mails it), file:PATH (appends NDJSON), mail:ADDRESS, webhook:URL,\n"
    "slack:URL, or exec:COMMAND (event on its standard input). A URL written @FILE is read from a\n"
    "file of mode 0600, whose other lines are headers; one written $NAME from the environment.\n"
    "Prints the line for your crontab; the first run is the baseline, which is not told.\n"
    "\n"
    "Examples:\n"
    "  polhist subscribe account --source aws:account --install\n"
    "  polhist subscribe theirs --source reference: --notify mail:me@example.com --systemd\n"
    "  polhist subscribe ours --source git:ssh://git@example.com/policies.git --notify "
    "slack:@hook\n"
    "  polhist subscribe files --source dir:policies --on broader --notify file:alerts.ndjson\n";

void add_filters(CLI::App& command, watch::Subscription& subscription) {
    command.add_option("--policy", subscription.policies, "Tell only policies of such a name")
        ->type_name("GLOB")
        ->expected(1)
        ->take_all();
    command.add_option("--service", subscription.services, "Tell only changes that concern it")
        ->type_name("SERVICE")
        ->expected(1)
        ->take_all();
    command.add_option("--on", subscription.on, "Tell only broader, narrower, undecided or any")
        ->type_name("VERDICT,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->take_all();
}

} // namespace

void add_subscribe(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<SubscribeArguments>();
    watch::Subscription& subscription = arguments->subscription;
    subscription.schedule = "17 * * * *";
    CLI::App* command = app.add_subcommand("subscribe", subscribe_purpose);
    command->add_option("NAME", subscription.name, "What to call it")->type_name("")->required();
    command->add_option("--source", subscription.source, "Where to look")
        ->type_name("SRC")
        ->required();
    command->add_option("--schedule", subscription.schedule, "When, as cron has it")
        ->type_name("CRON")
        ->capture_default_str();
    command
        ->add_option("--notify", subscription.sinks, "Whom to tell; stdout if nobody (repeatable)")
        ->type_name("SINK")
        ->expected(1)
        ->take_all();
    add_filters(*command, subscription);
    command->add_option("--scope", subscription.scope, "Whose policies, where no ARN tells")
        ->type_name("aws|ACCOUNT|local")
        ->capture_default_str();
    command->add_flag("--allow-private",
                      subscription.allow_private,
                      "Addresses of private networks, and plain http to this machine");
    add_place_options(*command, subscription.base_url, arguments->pace);
    CLI::Option* install =
        command->add_flag("--install", arguments->install, "Put the line into your crontab");
    command->add_flag("--systemd", arguments->systemd, "Write a service and a timer instead")
        ->excludes(install);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        if (arguments->subscription.sinks.empty()) {
            arguments->subscription.sinks = {"stdout"};
        }
        if (arguments->subscription.on.empty()) {
            arguments->subscription.on = {"any"};
        }
        if (arguments->pace) {
            arguments->subscription.pace = std::chrono::milliseconds(*arguments->pace);
        }
        session.writes = true;
        session.command = [&session, arguments] { return run_subscribe(session, *arguments); };
    });
}

} // namespace polhist::cli
