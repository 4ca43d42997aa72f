#include "watch/run.h"

#include "cli/command.h"
#include "cli/indexing.h"
#include "cli/watch.h"
#include "index/refresh.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct RunArguments {
    std::string name;
    watch::RunOptions options;
};

ExitStatus run_run(const Session& session, const RunArguments& arguments) {
    keep_private();
    const auto path = existing_store(session);
    if (!path) {
        return trouble(path.error());
    }
    watch::Book book(*path);
    const auto subscription = book.read(arguments.name);
    if (!subscription) {
        return trouble(subscription.error());
    }
    auto store = store::Store::open(*path, store::Access::writing);
    if (!store) {
        return trouble(store.error());
    }
    const watch::World world = world_of(session);
    watch::RunOptions options = arguments.options;
    options.program = program_words(session);
    const bool good = watch::run({*store, book, *subscription, world}, options);
    refresh_index(*store, *path, index::few);
    for (const std::string& note : store->notes()) {
        session.note(note);
    }
    return good ? ExitStatus::done : ExitStatus::trouble;
}

constexpr std::string_view footer =
    "Looks at the source, records what is new and tells it. Exit status: 0 all was recorded and\n"
    "delivered, 2 the source failed or a sink was not reached yet; it is tried again later.\n"
    "\n"
    "Examples:\n"
    "  polhist run account\n"
    "  polhist run account --now            after a sink was mended\n"
    "  polhist run account --accept-loss    after many policies were really removed\n";

} // namespace

void add_run(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* command = app.add_subcommand("run", run_purpose);
    command->add_option("NAME", arguments->name, "The subscription")->type_name("")->required();
    command->add_flag("--now", arguments->options.at_once, "Try sinks at once, parked ones too");
    command->add_flag("--accept-loss",
                      arguments->options.accept_loss,
                      "Believe a source that lost over a tenth of its policies");
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.writes = true;
        session.command = [&session, arguments] { return run_run(session, *arguments); };
    });
}

} // namespace polhist::cli
