#include "answers/audit.h"

#include "cli/command.h"
#include "output/json.h"
#include "output/markdown.h"
#include "output/text.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct AuditArguments {
    std::vector<std::string> policies;
    bool exit_code = false;
};

ExitStatus run_audit(const Session& session, const AuditArguments& arguments) {
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return trouble(ledgers.error());
    }
    const auto findings = answers::audit(session.archive(), *ledgers, arguments.policies);
    if (!findings) {
        return trouble(findings.error());
    }
    const auto known_until = session.archive().known_until();
    if (!known_until) {
        return trouble(known_until.error());
    }
    const answers::Horizon horizon = answers::horizon_of(*known_until, std::nullopt);
    const ExitStatus status =
        arguments.exit_code && !findings->empty() ? ExitStatus::gate_failed : ExitStatus::done;
    if (session.format == "json") {
        return session.emit(output::audit_json(*findings, horizon), status);
    }
    return session.emit(session.format == "markdown"
                            ? output::audit_markdown(*findings)
                            : output::audit_text(*findings, horizon, session.style()),
                        status);
}

constexpr std::string_view footer = "Examples:\n"
                                    "  polhist audit\n"
                                    "  polhist audit AWSImageBuilderFullAccess --exit-code\n";

} // namespace

void add_audit(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<AuditArguments>();
    CLI::App* command =
        app.add_subcommand("audit", "The documented updates and prose against the documents");
    command->add_option("POLICY", arguments->policies, "Names or ARNs; all if none is given")
        ->type_name("");
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->add_flag("--exit-code", arguments->exit_code, "Exit with 1 when something is found");
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_audit(session, *arguments); };
    });
}

} // namespace polhist::cli
