#include "answers/who_may.h"
#include "cli/command.h"
#include "cli/dates.h"
#include "cli/horizon_note.h"
#include "cli/request.h"
#include "cli/unknown_names.h"
#include "output/permission.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct WhoArguments {
    RequestArguments request{{}, {}, {}, {}};
    std::string at;
};

ExitStatus run_who(const Session& session, const WhoArguments& arguments) {
    const auto request = read_request(arguments.request);
    if (!request) {
        return trouble(request.error());
    }
    const auto at = at_argument(arguments.at);
    if (!at) {
        return trouble(at.error());
    }
    note_unknown_action(session, request->action);
    note_unknown_keys(session, arguments.request.context);
    access::Question question{request->action, std::nullopt, request->context};
    if (!request->resource.empty()) {
        question.resource = request->resource;
    }
    const auto answer = answers::who_may(session.archive(), question, *at, session.budget);
    if (!answer) {
        return trouble(answer.error());
    }
    warn_beyond(session, answer->horizon);
    if (session.format == "json") {
        return session.emit(output::who_json(*answer));
    }
    return session.emit(session.format == "markdown" ? output::who_markdown(*answer)
                                                     : output::who_text(*answer, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist who ssm:SendCommand\n"
    "  polhist who iam:PassRole --context iam:PassedToService=ec2.amazonaws.com\n"
    "  polhist who s3:ListBucket --resource arn:aws:s3:::imagebuilder-logs --at 2021-08-11\n"
    "\n"
    "Under conditions: no request for it is allowed whatever the values of the condition keys\n"
    "that --context does not give. A variable in a Resource is a condition too. Policies that "
    "were\n"
    "withdrawn by then do not count; those of which no version of then is known are named.\n";

} // namespace

void add_who(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<WhoArguments>();
    CLI::App* command = app.add_subcommand("who", "The policies that allow an action at a time");
    command
        ->add_option(
            "ACTION", arguments->request.action, "Such as ssm:SendCommand; may hold wildcards")
        ->type_name("")
        ->required();
    command
        ->add_option(
            "--resource", arguments->request.resource, "On this resource; may hold wildcards")
        ->type_name("ARN");
    command
        ->add_option("--context",
                     arguments->request.context,
                     "The value of a condition key; repeat it for more keys or values")
        ->expected(1)
        ->take_all()
        ->type_name("KEY=VALUE");
    command->add_option("--at", arguments->at, "At this day or instant; now if not given")
        ->type_name("WHEN");
    add_output_options(*command, session, {"text", "json", "markdown"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_who(session, *arguments); };
    });
}

} // namespace polhist::cli
