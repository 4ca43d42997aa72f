#include "answers/log.h"

#include "cli/command.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

ExitStatus run_log(const Session& session, const std::string& policy) {
    const auto history = timeline::find(session.archive(), policy);
    if (!history) {
        return trouble(history.error());
    }
    index::Steps kept(session.index(), {history->scope, history->name});
    const bool usual = session.budget == access::usual_budget;
    const auto log = answers::log_of(*history, session.budget, usual ? &kept : nullptr);
    if (!log) {
        return trouble(log.error());
    }
    if (session.format == "json") {
        return session.emit(render::log_json(*history, *log));
    }
    return session.emit(session.format == "markdown"
                            ? render::log_markdown(*history, *log, session.full)
                            : render::log_text(*history, *log, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist log AWSImageBuilderFullAccess\n"
    "  polhist log arn:aws:iam::aws:policy/AWSImageBuilderFullAccess --format json\n";

} // namespace

void add_log(CLI::App& app, Session& session) {
    const auto policy = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("log", "What was in force when, and what each step changed");
    command->add_option("POLICY", *policy, "A name or an ARN")->type_name("")->required();
    add_output_options(*command, session, {"text", "json", "markdown"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, policy] {
        session.command = [&session, policy] { return run_log(session, *policy); };
    });
}

} // namespace polhist::cli
