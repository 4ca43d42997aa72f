#include "answers/changelog.h"

#include "cli/command.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct ChangelogArguments {
    std::vector<std::string> policies;
    std::string since;
    std::string until;
    std::string verdict;
};

// A day or an instant; a day begins at its first moment for `--since` and ends at its last.
Result<std::optional<Instant>> bound(const std::string& text,
                                     std::optional<Instant> (*of_day)(std::string_view)) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto instant = of_day(text);
    if (!instant) {
        instant = parse_instant(text);
    }
    if (!instant) {
        return failure(
            fmt::format("`{}` is no day that exists (2021-08-11) and no RFC 3339 instant", text));
    }
    return instant;
}

Result<answers::ChangelogFilter> filter_of(const ChangelogArguments& arguments) {
    const auto since = bound(arguments.since, start_of_day);
    if (!since) {
        return tl::make_unexpected(since.error());
    }
    const auto until = bound(arguments.until, end_of_day);
    if (!until) {
        return tl::make_unexpected(until.error());
    }
    return answers::ChangelogFilter{
        arguments.policies, *since, *until, access::parse_verdict(arguments.verdict)};
}

ExitStatus run_changelog(const Session& session, const ChangelogArguments& arguments) {
    auto filter = filter_of(arguments);
    if (!filter) {
        return trouble(filter.error());
    }
    filter->budget = session.budget;
    const auto ledger = session.ledger();
    if (!ledger) {
        return trouble(ledger.error());
    }
    const auto days = answers::changelog(session.archive(), *ledger, *filter);
    if (!days) {
        return trouble(days.error());
    }
    if (session.format == "json") {
        return session.emit(render::changelog_json(*days));
    }
    return session.emit(session.format == "text" ? render::changelog_text(*days, session.style())
                                                 : render::changelog_markdown(*days, session.full));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist changelog -o CHANGES.md\n"
    "  polhist changelog AWSImageBuilderFullAccess --since 2021-01-01 --until 2021-12-31\n"
    "  polhist changelog --verdict broader --format text\n";

} // namespace

void add_changelog(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<ChangelogArguments>();
    CLI::App* command =
        app.add_subcommand("changelog", "What changed day by day, with documented reasons");
    command->add_option("POLICY", arguments->policies, "Names or ARNs; all if none is given")
        ->type_name("");
    command->add_option("--since", arguments->since, "From this day or instant on")->type_name("D");
    command->add_option("--until", arguments->until, "Up to this day or instant")->type_name("D");
    command->add_option("--verdict", arguments->verdict, "Only changes of this verdict")
        ->check(CLI::IsMember({"equivalent", "broader", "narrower", "mixed", "undecided"}))
        ->type_name("VERDICT");
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
