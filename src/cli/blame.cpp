#include "answers/blame.h"

#include "cli/command.h"
#include "cli/horizon_note.h"
#include "output/blame.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct BlameArguments {
    std::string policy;
    std::string when = "latest";
};

ExitStatus run_blame(const Session& session, const BlameArguments& arguments) {
    const auto when = when_argument(arguments.when);
    if (!when) {
        return trouble(when.error());
    }
    const auto history = timeline::find(session.archive(), arguments.policy);
    if (!history) {
        return trouble(history.error());
    }
    const auto blame = answers::blame(*history, *when);
    if (!blame) {
        return trouble(blame.error());
    }
    note_withdrawn(session, *history, *when);
    warn_beyond(session, blame->horizon);
    if (session.format == "json") {
        return session.emit(output::blame_json(*history, *blame));
    }
    return session.emit(session.format == "markdown"
                            ? output::blame_markdown(*history, *blame, session.full)
                            : output::blame_text(*history, *blame, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist blame AWSImageBuilderFullAccess\n"
    "  polhist blame AWSServiceRoleForImageBuilder 2021-04-02 --full\n"
    "  polhist blame AWSServiceRoleForImageBuilder v13 --format json\n"
    "\n"
    "A grant that went and came back counts from when it came back.\n";

} // namespace

void add_blame(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<BlameArguments>();
    CLI::App* command =
        app.add_subcommand("blame", "Each grant of a version with the version that brought it in");
    command->add_option("POLICY", arguments->policy, "A name or an ARN")->type_name("")->required();
    command->add_option("WHEN", arguments->when, "Which version")
        ->type_name("")
        ->capture_default_str();
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_blame(session, *arguments); };
    });
}

} // namespace polhist::cli
