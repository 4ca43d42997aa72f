#include "answers/changelog.h"

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

struct ChangelogArguments {
    std::vector<std::string> policies;
    StateArguments states;
};

ExitStatus run_changelog(const Session& session, const ChangelogArguments& arguments) {
    const auto states = filter_of(session, arguments.states);
    if (!states) {
        return trouble(states.error());
    }
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return trouble(ledgers.error());
    }
    const auto changelog =
        answers::changelog(session.archive(), *ledgers, {arguments.policies, *states});
    if (!changelog) {
        return trouble(changelog.error());
    }
    warn_beyond(session, changelog->horizon);
    if (session.format == "json") {
        return session.emit(output::changelog_json(*changelog));
    }
    return session.emit(session.format == "text"
                            ? output::changelog_text(*changelog, session.style())
                            : output::changelog_markdown(changelog->days, session.full));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist changelog -o CHANGES.md\n"
    "  polhist changelog AWSImageBuilderFullAccess --since 2021-01-01 --until 2021-12-31\n"
    "  polhist changelog --verdict broader --format text\n"
    "  polhist changelog '*ImageBuilder*' --service ssm\n";

} // namespace

void add_changelog(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<ChangelogArguments>();
    CLI::App* command =
        app.add_subcommand("changelog", "What changed day by day, with documented reasons");
    command
        ->add_option("POLICY", arguments->policies, "Names, ARNs or patterns; all if none is given")
        ->type_name("");
    add_state_options(*command, arguments->states);
    add_output_options(*command, session, {"markdown", "text", "json"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments, command] {
        if (command->count("--format") == 0) {
            session.format = "markdown";
        }
        session.command = [&session, arguments] { return run_changelog(session, *arguments); };
    });
}

} // namespace polhist::cli
