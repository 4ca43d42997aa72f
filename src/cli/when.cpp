#include "answers/when_allowed.h"
#include "cli/command.h"
#include "cli/unknown_names.h"
#include "output/permission.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct WhenArguments {
    std::string action;
    std::string resource;
    std::vector<std::string> policies;
};

ExitStatus run_when(const Session& session, const WhenArguments& arguments) {
    note_unknown_action(session, arguments.action);
    access::Question question{arguments.action, std::nullopt, {}};
    if (!arguments.resource.empty()) {
        question.resource = arguments.resource;
    }
    const auto answer =
        answers::when_allowed(session.archive(), question, arguments.policies, session.budget);
    if (!answer) {
        return trouble(answer.error());
    }
    if (session.format == "json") {
        return session.emit(output::when_json(*answer));
    }
    return session.emit(session.format == "markdown" ? output::when_markdown(*answer)
                                                     : output::when_text(*answer, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist when ssm:DescribeAssociationExecutions\n"
    "  polhist when 'iam:Create*' --resource 'arn:aws:iam::111122223333:role/*'\n"
    "  polhist when ec2:RunInstances AWSServiceRoleForImageBuilder 'AWSImageBuilder*'\n"
    "\n"
    "By effect: wildcards, NotAction and Deny count by what they do. ACTION and --resource may\n"
    "hold wildcards: some action and some resource that they take in. What is allowed only under\n"
    "conditions is said; so is what could not be decided, and when a policy was withdrawn.\n";

} // namespace

void add_when(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<WhenArguments>();
    CLI::App* command = app.add_subcommand("when", "Every policy that ever allowed an action");
    command->add_option("ACTION", arguments->action, "Such as ssm:SendCommand; may hold wildcards")
        ->type_name("")
        ->required();
    command
        ->add_option("POLICY", arguments->policies, "Names, ARNs or patterns; all if none is given")
        ->type_name("");
    command->add_option("--resource", arguments->resource, "On this resource; may hold wildcards")
        ->type_name("ARN");
    add_output_options(*command, session, {"text", "json", "markdown"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_when(session, *arguments); };
    });
}

} // namespace polhist::cli
