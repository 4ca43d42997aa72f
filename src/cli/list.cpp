#include "answers/listing.h"
#include "cli/command.h"
#include "cli/dates.h"
#include "cli/horizon_note.h"
#include "cli/unknown_names.h"
#include "output/json.h"
#include "output/markdown.h"
#include "output/text.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct ListArguments {
    std::vector<std::string> policies;
    std::string service;
    std::string at;
    bool all = false;
};

Result<answers::ListFilter> filter_of(const ListArguments& arguments) {
    answers::ListFilter filter;
    filter.policies = arguments.policies;
    if (!arguments.service.empty()) {
        filter.service = arguments.service;
    }
    const auto at = at_argument(arguments.at);
    if (!at) {
        return tl::make_unexpected(at.error());
    }
    filter.at = *at;
    filter.withdrawn = arguments.all;
    return filter;
}

ExitStatus run_list(const Session& session, const ListArguments& arguments) {
    const auto filter = filter_of(arguments);
    if (!filter) {
        return trouble(filter.error());
    }
    note_unknown_service(session, arguments.service);
    const auto policies = answers::list(session.archive(), *filter);
    if (!policies) {
        return trouble(policies.error());
    }
    warn_beyond(session, policies->horizon);
    if (session.format == "json") {
        return session.emit(output::list_json(*policies));
    }
    return session.emit(session.format == "markdown"
                            ? output::list_markdown(*policies)
                            : output::list_text(*policies, session.style()));
}

constexpr std::string_view footer = "Examples:\n"
                                    "  polhist list\n"
                                    "  polhist list --service ssm --at 2021-04-02\n"
                                    "  polhist list '*ReadOnlyAccess'\n"
                                    "  polhist list --all\n";

} // namespace

void add_list(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<ListArguments>();
    CLI::App* command = app.add_subcommand("list", "The policies, with versions and dates");
    command
        ->add_option("POLICY", arguments->policies, "Names, ARNs or patterns; all if none is given")
        ->type_name("");
    command
        ->add_option(
            "--service", arguments->service, "Only policies that allow an action of it (ec2)")
        ->type_name("SERVICE");
    command->add_option("--at", arguments->at, "As known to be in force at this day or instant")
        ->type_name("WHEN");
    command->add_flag("--all", arguments->all, "Policies that are withdrawn, too");
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_list(session, *arguments); };
    });
}

} // namespace polhist::cli
