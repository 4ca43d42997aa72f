#include "answers/log.h"

#include "cli/command.h"
#include "cli/horizon_note.h"
#include "cli/state_filter.h"
#include "output/json.h"
#include "output/markdown.h"
#include "output/text.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct LogArguments {
    std::string policy;
    StateArguments states;
};

ExitStatus run_log(const Session& session, const LogArguments& arguments) {
    const auto filter = filter_of(session, arguments.states);
    if (!filter) {
        return trouble(filter.error());
    }
    const auto history = timeline::find(session.archive(), arguments.policy);
    if (!history) {
        return trouble(history.error());
    }
    index::Steps kept(session.index(), {history->scope, history->name});
    const auto log = answers::log_of(*history, *filter, &kept);
    if (!log) {
        return trouble(log.error());
    }
    warn_beyond(session, log->horizon);
    if (session.format == "json") {
        return session.emit(output::log_json(*history, *log));
    }
    return session.emit(session.format == "markdown"
                            ? output::log_markdown(*history, *log, session.full)
                            : output::log_text(*history, *log, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist log AWSImageBuilderFullAccess\n"
    "  polhist log arn:aws:iam::aws:policy/AWSImageBuilderFullAccess --format json\n"
    "  polhist log AWSServiceRoleForImageBuilder --since 2021-01-01 --verdict broader\n";

} // namespace

void add_log(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<LogArguments>();
    CLI::App* command =
        app.add_subcommand("log", "What was in force when, and what each step changed");
    command->add_option("POLICY", arguments->policy, "A name or an ARN")->type_name("")->required();
    add_state_options(*command, arguments->states);
    add_output_options(*command, session, {"text", "json", "markdown"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_log(session, *arguments); };
    });
}

} // namespace polhist::cli
