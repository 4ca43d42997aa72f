#include "cli/state_filter.h"

#include "cli/dates.h"
#include "cli/unknown_names.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

namespace polhist::cli {

void add_state_options(CLI::App& command, StateArguments& arguments) {
    command.add_option("--since", arguments.since, "From this day or instant on")->type_name("D");
    command.add_option("--until", arguments.until, "Up to this day or instant")->type_name("D");
    command.add_option("--verdict", arguments.verdict, "Only changes of this overall verdict")
        ->check(CLI::IsMember({"equivalent", "broader", "narrower", "mixed", "undecided"}))
        ->type_name("VERDICT");
    command
        .add_option(
            "--service", arguments.service, "Only changes of grants for actions of it (ec2)")
        ->type_name("SERVICE");
}

Result<answers::StateFilter> filter_of(const Session& session, const StateArguments& arguments) {
    const auto since = since_argument(arguments.since);
    if (!since) {
        return tl::make_unexpected(since.error());
    }
    const auto until = until_argument(arguments.until);
    if (!until) {
        return tl::make_unexpected(until.error());
    }
    if (*since && *until && **until < **since) {
        return failure(fmt::format("no time lies between --since {} and --until {}; exchange them",
                                   arguments.since,
                                   arguments.until));
    }
    note_unknown_service(session, arguments.service);
    answers::StateFilter filter;
    filter.since = *since;
    filter.until = *until;
    filter.verdict = access::parse_verdict(arguments.verdict);
    if (!arguments.service.empty()) {
        filter.service = arguments.service;
    }
    filter.budget = session.budget;
    return filter;
}

} // namespace polhist::cli
