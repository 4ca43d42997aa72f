#include "cli/command.h"
#include "cli/indexing.h"
#include "cli/progress.h"
#include "cli/watch.h"
#include "index/refresh.h"
#include "store/store.h"
#include "watch/inspection.h"
#include "watch/known.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct DriftArguments {
    std::string source;
    std::string scope = "local";
    std::vector<std::string> policies;
    bool record = false;
    bool allow_private = false;
    std::string base_url;
    std::optional<unsigned> pace;
};

// What the source has now.
Result<watch::Fetched> fetch(const Session& session, const DriftArguments& arguments, Instant now) {
    auto source = watch::make_source(arguments.source);
    if (!source) {
        return tl::make_unexpected(std::move(source.error()));
    }
    if (auto good =
            watch::check_base_url(arguments.source, arguments.base_url, arguments.allow_private);
        !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    watch::FetchOptions options;
    options.now = now;
    options.scope = arguments.scope;
    options.allow_private = arguments.allow_private;
    options.policies = arguments.policies;
    options.base_url = arguments.base_url;
    if (arguments.pace) {
        options.pace = std::chrono::milliseconds(*arguments.pace);
    }
    options.known = [&session](const timeline::PolicyKey& policy) {
        return watch::known_versions(session.archive(), policy);
    };
    Progress progress(watch::redacted_spec(arguments.source), session.quiet);
    options.progress = [&progress](double done) { progress.show(done); };
    return (*source)->fetch(options);
}

Result<void> record(const Session& session, timeline::Claims claims) {
    auto store = store::Store::open(session.store_path(), store::Access::writing);
    if (!store) {
        return tl::make_unexpected(std::move(store.error()));
    }
    const auto recorded = store->record(std::move(claims), "drift: a look at a source");
    refresh_index(*store, session.store_path(), index::few);
    return recorded ? Result<void>() : Result<void>(tl::make_unexpected(recorded.error()));
}

// What came before the source had to stop is a start for the next try.
ExitStatus keep_part(const Session& session, const DriftArguments& arguments, watch::Fetched part) {
    if (arguments.record && part.imported) {
        watch::Snapshot snapshot = watch::snapshot_of(std::move(*part.imported));
        if (const auto recorded = record(session, std::move(snapshot.claims)); !recorded) {
            return trouble(recorded.error());
        }
    }
    return trouble({part.unfinished});
}

ExitStatus run_drift(const Session& session, const DriftArguments& arguments) {
    const auto scope = check_scope(arguments.scope);
    const Instant now = watch::real_world().now();
    auto fetched = scope ? fetch(session, arguments, now) : tl::make_unexpected(scope.error());
    if (!fetched) {
        return trouble(fetched.error());
    }
    if (!fetched->unfinished.empty()) {
        return keep_part(session, arguments, std::move(*fetched));
    }
    const timeline::Claims claims =
        arguments.record ? fetched->imported->claims : timeline::Claims{};
    const watch::Snapshot snapshot = watch::snapshot_of(std::move(*fetched->imported));
    for (const std::string& rejected : snapshot.rejected) {
        trouble({rejected});
    }
    if (snapshot.policies.empty()) {
        return trouble({"the source has no policy at all"});
    }
    const auto inspection = watch::inspect(session.archive(), snapshot, {arguments.policies, now});
    if (!inspection) {
        return trouble(inspection.error());
    }
    for (const std::string& note : inspection->notes) {
        session.note(note);
    }
    if (arguments.record) {
        if (const auto recorded = record(session, claims); !recorded) {
            return trouble(recorded.error());
        }
    }
    const ExitStatus found = inspection->drift.empty() ? ExitStatus::done : ExitStatus::gate_failed;
    return session.emit(
        session.format == "json"
            ? watch::inspection_json(*inspection, watch::redacted_spec(arguments.source))
            : watch::inspection_text(*inspection),
        snapshot.rejected.empty() ? found : ExitStatus::trouble);
}

constexpr std::string_view footer =
    "SRC is file:PATH, dir:PATH, git:URL, docs:PATH-or-URL, https://…, exec:COMMAND,\n"
    "reference:[NAME,…] (the AWS Managed Policy Reference), or, through the AWS CLI, aws (your "
    "own\n"
    "policies; those of AWS with --scope aws) and aws:account (inline and trust policies too).\n"
    "Exit status: 0 no drift, 1 drift, 2 trouble.\n"
    "\n"
    "Examples:\n"
    "  polhist drift --source dir:policies\n"
    "  polhist drift --source aws --record\n"
    "  polhist drift --source reference:AdministratorAccess,ReadOnlyAccess\n";

} // namespace

void add_drift(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<DriftArguments>();
    CLI::App* command = app.add_subcommand("drift", drift_purpose);
    command->add_option("POLICY", arguments->policies, "Only these")->type_name("");
    command->add_option("--source", arguments->source, "Where to look")
        ->type_name("SRC")
        ->required();
    command->add_option("--scope", arguments->scope, "Whose policies, where no ARN tells")
        ->type_name("aws|ACCOUNT|local")
        ->capture_default_str();
    command->add_flag("--record", arguments->record, "Record what was found in the store");
    command->add_flag(
        "--allow-private", arguments->allow_private, "Addresses of private networks are allowed");
    add_place_options(*command, arguments->base_url, arguments->pace);
    add_output_options(*command, session, {"text", "json"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_drift(session, *arguments); };
    });
}

} // namespace polhist::cli
