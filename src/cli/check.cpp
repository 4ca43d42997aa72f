#include "answers/check.h"

#include "answers/unknown_names.h"
#include "cli/command.h"
#include "cli/document.h"
#include "output/check.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>

namespace polhist::cli {
namespace {

using answers::Check;

struct CheckArguments {
    std::array<std::string, 2> documents;
    access::AccessPatterns patterns;
    bool allow_unknown = false;
};

ExitStatus tell(const Session& session, const Result<Check>& check) {
    if (!check) {
        return trouble(check.error());
    }
    const bool passed = check->checked.passed();
    session.note(fmt::format(
        "check {}: {}", access::name_of(check->checked.check), passed ? "passed" : "not passed"));
    const ExitStatus status = passed ? ExitStatus::done : ExitStatus::gate_failed;
    const bool simulated = !session.witness.empty();
    if (session.format == "json") {
        return session.emit(output::check_json(*check, simulated), status);
    }
    if (session.format == "markdown") {
        return session.emit(output::check_markdown(*check) +
                                (simulated ? output::check_script_markdown(*check) : ""),
                            status);
    }
    return session.emit(simulated ? output::check_script(*check)
                                  : output::check_text(*check, session.style()),
                        status);
}

ExitStatus run_no_new_access(const Session& session, const CheckArguments& arguments) {
    const auto& [reference_name, changed_name] = arguments.documents;
    if (reference_name == "-" && changed_name == "-") {
        return trouble({"stdin can be only one of the two documents"});
    }
    auto reference = read_document(session, reference_name);
    if (!reference) {
        return trouble(reference.error());
    }
    auto changed = read_document(session, changed_name);
    if (!changed) {
        return trouble(changed.error());
    }
    return tell(
        session,
        answers::check_no_new_access(std::move(*reference), std::move(*changed), session.budget));
}

ExitStatus run_access_not_granted(const Session& session, const CheckArguments& arguments) {
    auto document = read_document(session, arguments.documents[0]);
    if (!document) {
        return trouble(document.error());
    }
    const auto known = arguments.allow_unknown ? Result<void>()
                                               : answers::check_actions(arguments.patterns.actions,
                                                                        *document->document);
    if (!known) {
        return trouble(known.error());
    }
    return tell(session,
                answers::check_access_not_granted(
                    std::move(*document), arguments.patterns, session.budget));
}

ExitStatus run_no_public_access(const Session& session, const CheckArguments& arguments) {
    auto document = read_document(session, arguments.documents[0]);
    if (!document) {
        return trouble(document.error());
    }
    return tell(session, answers::check_no_public_access(std::move(*document), session.budget));
}

using Run = ExitStatus (*)(const Session&, const CheckArguments&);
using Arguments = std::shared_ptr<CheckArguments>;

void finish(CLI::App& check, Session& session, const Arguments& arguments, Run run) {
    add_output_options(check, session, {"text", "json", "markdown"});
    add_engine_options(check, session);
    add_witness_option(check, session);
    check.set_version_flag("--version", "polhist " POLHIST_VERSION);
    check.fallthrough();
    check.callback([&session, arguments, run] {
        session.command = [&session, arguments, run] { return run(session, *arguments); };
    });
}

void add_document(CLI::App& check, std::string_view name, std::string& document) {
    check.add_option(std::string(name), document, "A file (`-`: stdin); or a policy, its latest")
        ->type_name("")
        ->required();
}

void add_no_new_access(CLI::App& command, Session& session) {
    const auto arguments = std::make_shared<CheckArguments>();
    CLI::App* check = command.add_subcommand(
        "no-new-access", "PASS if NEW allows no request that REFERENCE does not");
    add_document(*check, "REFERENCE", arguments->documents[0]);
    add_document(*check, "NEW", arguments->documents[1]);
    check->footer("Examples:\n"
                  "  polhist check no-new-access main.json branch.json\n"
                  "  polhist check no-new-access limits.json new.json --format json\n"
                  "  polhist check no-new-access AWSImageBuilderFullAccess mine.json --witness "
                  "aws\n"
                  "\n"
                  "What NEW allows no longer is no reason to fail.\n");
    finish(*check, session, arguments, run_no_new_access);
}

void add_access_not_granted(CLI::App& command, Session& session) {
    const auto arguments = std::make_shared<CheckArguments>();
    CLI::App* check = command.add_subcommand(
        "access-not-granted", "PASS if DOC allows none of the actions on any of the resources");
    add_document(*check, "DOC", arguments->documents[0]);
    const auto add_patterns = [check](const std::string& name,
                                      std::vector<std::string>& patterns,
                                      const std::string& help) {
        return check->add_option(name, patterns, help)->take_all();
    };
    add_patterns("--action",
                 arguments->patterns.actions,
                 "An action or pattern (repeatable); all if none is given")
        ->type_name("ACTION");
    add_patterns("--resource",
                 arguments->patterns.resources,
                 "A resource or pattern (repeatable); all if none is given")
        ->type_name("ARN");
    check->add_flag("--allow-unknown",
                    arguments->allow_unknown,
                    "Take an action that AWS does not list for one");
    check->footer(
        "Examples:\n"
        "  polhist check access-not-granted policy.json --action iam:PassRole 'iam:Create*'\n"
        "  polhist check access-not-granted policy.json --action 's3:*' \\\n"
        "      --resource 'arn:aws:s3:::payroll' --resource 'arn:aws:s3:::payroll/*'\n"
        "  polhist check access-not-granted AWSImageBuilderFullAccess --action "
        "ec2:RunInstances\n"
        "\n"
        "Wildcards, NotAction, NotResource and Deny count by what they do; a grant under\n"
        "conditions is a grant.\n");
    finish(*check, session, arguments, run_access_not_granted);
}

void add_no_public_access(CLI::App& command, Session& session) {
    const auto arguments = std::make_shared<CheckArguments>();
    CLI::App* check = command.add_subcommand(
        "no-public-access", "PASS if DOC, a resource or trust policy, allows strangers nothing");
    add_document(*check, "DOC", arguments->documents[0]);
    check->footer(
        "Examples:\n"
        "  polhist check no-public-access bucket-policy.json\n"
        "  aws iam get-role --role-name app --query Role.AssumeRolePolicyDocument |\n"
        "      polhist check no-public-access -\n"
        "\n"
        "A stranger is nobody that DOC names: as a principal, or by a fixed value of a key that\n"
        "a caller cannot choose (aws:PrincipalOrgID, aws:SourceAccount, aws:SourceArn,\n"
        "aws:SourceVpce, aws:SourceIp from /8 or /32 on, and others). Values with wildcards or\n"
        "variables limit nothing, but in an ARN behind a fixed account, and in a path behind a\n"
        "fixed organization.\n");
    finish(*check, session, arguments, run_no_public_access);
}

} // namespace

void add_check(CLI::App& app, Session& session) {
    CLI::App* command =
        app.add_subcommand("check", "Whether a document keeps a rule: PASS or FAIL, with reasons");
    command->require_subcommand(1);
    add_no_new_access(*command, session);
    add_access_not_granted(*command, session);
    add_no_public_access(*command, session);
    command->footer("Examples:\n"
                    "  polhist check no-new-access main.json branch.json\n"
                    "  polhist check access-not-granted policy.json --action iam:PassRole\n"
                    "  polhist check no-public-access bucket-policy.json\n"
                    "\n"
                    "Exit status: 0 PASS, 1 FAIL, 2 trouble. What is not decided is FAIL.\n");
}

} // namespace polhist::cli
