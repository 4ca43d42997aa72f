#include "access/request_facts.h"
#include "access/sets.h"
#include "answers/unknown_names.h"
#include "cli/batch.h"
#include "cli/document.h"
#include "cli/policy_set.h"
#include "cli/request.h"
#include "cli/resource_note.h"
#include "cli/unknown_names.h"
#include "output/decision.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

namespace polhist::cli {
namespace {

using access::Compiled;
using access::Decision;
using access::Outcome;
using access::Request;
using Document = std::shared_ptr<const policy::Document>;

struct EvalArguments {
    std::string policy;
    std::string when;
    RequestArguments request;
    bool batch = false;
};

// A document and what was made of it: kept together, because the one views the other.
struct Policy {
    Document document;
    Compiled compiled;

    explicit Policy(Document read) : document(std::move(read)), compiled(*document) {}
};

// What cannot be decided is trouble, never an answer.
Result<Decision> decided(const Decision& decision, const std::string& label) {
    if (decision.outcome == Outcome::undecided && decision.statement != nullptr) {
        return failure(fmt::format("{} has a condition operator that is not known, so this request "
                                   "cannot be decided",
                                   label));
    }
    return decision;
}

Result<Decision> decide(const Compiled& policy, const Request& request) {
    const Decision decision = access::evaluate(policy, request);
    return decided(decision,
                   decision.statement == nullptr ? "" : policy::label_of(*decision.statement));
}

ExitStatus eval_one(const Session& session, const EvalArguments& arguments) {
    const auto request = read_request(arguments.request);
    if (!request) {
        return trouble(request.error());
    }
    Request completed = *request;
    if (const auto complete = access::complete(completed); !complete) {
        return trouble(complete.error());
    }
    const auto document = read_document(session, arguments.policy, arguments.when);
    if (!document) {
        return trouble(document.error());
    }
    if (!answers::spells_out(*document->document, request->action)) {
        note_unknown_action(session, request->action);
    }
    note_unknown_keys(session, arguments.request.context);
    const Policy policy(document->document);
    const auto decision = decide(policy.compiled, completed);
    if (!decision) {
        return trouble(decision.error());
    }
    if (const std::string note = resource_note(*document->document, completed, decision->outcome);
        !note.empty()) {
        session.note(note);
    }
    if (session.format == "json") {
        return session.emit(output::decision_json(*decision, document->horizon));
    }
    return session.emit(session.format == "markdown"
                            ? output::decision_markdown(*decision, *request)
                            : output::decision_text(*decision, session.style()));
}

// What a line of a batch asks: a document or a set.
class Asked {
public:
    explicit Asked(Document document) : policy_(std::in_place, std::move(document)) {}

    explicit Asked(const policy::PolicySet& set) : set_(set), caller_(set.principal) {}

    // Whose requests these are, where a set says so.
    [[nodiscard]] const std::optional<std::string>& caller() const { return caller_; }

    [[nodiscard]] Result<Decision> decide(const Request& request) const {
        if (policy_) {
            return cli::decide(policy_->compiled, request);
        }
        const Decision decision = set_->evaluate(request);
        return decided(decision, label_of(decision));
    }

private:
    // `scp 0, document 1, Statement[2]`.
    [[nodiscard]] std::string label_of(const Decision& decision) const {
        const auto origin =
            decision.statement == nullptr ? std::nullopt : set_->origin_of(*decision.statement);
        return origin ? fmt::format("{} {}, document {}, Statement[{}]",
                                    policy::name_of(origin->layer),
                                    origin->level,
                                    origin->document,
                                    origin->statement)
                      : "";
    }

    std::optional<Policy> policy_;
    std::optional<access::CompiledSet> set_;
    std::optional<std::string> caller_;
};

using Defined = std::map<std::string, std::shared_ptr<const Asked>, std::less<>>;

Result<std::shared_ptr<const Asked>> read_policy(json::Value line, const Defined& defined) {
    const auto value = line.find("policy");
    if (!value) {
        return tl::make_unexpected(
            json::error_at(line, "the line has no `policy`; add a document"));
    }
    if (value->kind() == json::Kind::string) {
        const auto found = defined.find(value->text());
        if (found == defined.end()) {
            return tl::make_unexpected(
                json::error_at(*value, fmt::format("no line before defines `{}`", value->text())));
        }
        return found->second;
    }
    if (policy::is_meant_as_set(*value)) {
        return read_policy_set(*value).map(
            [](const policy::PolicySet& set) { return std::make_shared<const Asked>(set); });
    }
    return policy::read_any(*value).map([](policy::Envelope&& envelope) {
        return std::make_shared<const Asked>(
            std::make_shared<const policy::Document>(std::move(envelope.document)));
    });
}

// The caller of a set is who asks, and may be left out.
Result<void> name_caller(const Asked& policy, json::Value line, Request& request) {
    if (!policy.caller()) {
        return {};
    }
    if (!access::name_caller(*policy.caller(), request)) {
        return tl::make_unexpected(json::error_at(
            *line.find("request"),
            fmt::format("the principal is not the one of the set, {}", *policy.caller())));
    }
    return {};
}

// `{"define": NAME, "policy": DOCUMENT}` gives no line.
Result<void> define(json::Value line, Defined& defined) {
    const auto name = line.find("define");
    if (!name || name->kind() != json::Kind::string) {
        return tl::make_unexpected(
            json::error_at(name.value_or(line), "`define` must be a string, a name"));
    }
    auto policy = read_policy(line, defined);
    if (!policy) {
        return tl::make_unexpected(std::move(policy.error()));
    }
    defined[std::string(name->text())] = std::move(*policy);
    return {};
}

ExitStatus eval_batch(const Session& session) {
    Defined defined;
    const auto answer = [&defined](json::Value line, json::Writer& writer) -> Result<void> {
        const auto policy = read_policy(line, defined);
        if (!policy) {
            return tl::make_unexpected(policy.error());
        }
        auto request = read_request(line);
        if (!request) {
            return tl::make_unexpected(request.error());
        }
        if (auto named = name_caller(**policy, line, *request); !named) {
            return named;
        }
        if (const auto complete = access::complete(*request); !complete) {
            return tl::make_unexpected(
                json::error_at(*line.find("request"), complete.error().message));
        }
        const auto decision = (*policy)->decide(*request);
        if (!decision) {
            return tl::make_unexpected(decision.error());
        }
        writer.key("result").string(access::name_of(decision->outcome));
        return {};
    };
    const auto silent = [&defined](json::Value line) -> std::optional<Result<void>> {
        return line.find("define") ? std::optional(define(line, defined)) : std::nullopt;
    };
    return run_batch(session, {answer, silent}, [] { return ExitStatus::done; });
}

ExitStatus run_eval(const Session& session, const EvalArguments& arguments) {
    if (arguments.batch) {
        return arguments.policy.empty()
                   ? eval_batch(session)
                   : trouble({"--batch reads from stdin; leave out the policy"});
    }
    if (arguments.policy.empty() || arguments.request.action.empty()) {
        return trouble({"name a policy or a file, and an --action; see polhist eval --help"});
    }
    return eval_one(session, arguments);
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist eval AWSImageBuilderFullAccess --action sns:Publish \\\n"
    "      --resource arn:aws:sns:us-east-1:111122223333:imagebuilder-news\n"
    "  polhist eval policy.json --action iam:PassRole --context "
    "iam:PassedToService=ec2.amazonaws.com\n"
    "  polhist eval --batch <requests.ndjson\n"
    "\n"
    "With --batch, each line "
    "{\"id\":…,\"policy\":DOCUMENT,\"request\":{\"action\",\"resource\",\"context\",\n"
    "\"principal\"}} gives {\"id\":…,\"result\":…}; a line {\"define\":NAME,\"policy\":DOCUMENT} "
    "lets later\n"
    "ones say \"policy\":NAME. Each line is answered as soon as it has come. A policy may be a\n"
    "set, as in diff --batch; its principal is then the one that asks.\n"
    "\n"
    "The principal gives aws:PrincipalArn, aws:PrincipalAccount and aws:PrincipalType, the "
    "resource's ARN\n"
    "aws:ResourceAccount, unless the context has them; one that contradicts is refused. With "
    "--batch an\n"
    "empty list says that a key is absent. A request is for one resource: in it `*` is the "
    "resource of\n"
    "actions that have none, and wildcards are characters.\n";

} // namespace

void add_eval(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<EvalArguments>();
    CLI::App* command = app.add_subcommand("eval", "Whether a document allows a request");
    command
        ->add_option(
            "POLICY|DOC.json", arguments->policy, "A name or an ARN; or a file (`-`: stdin)")
        ->type_name("");
    command->add_option("WHEN", arguments->when, "Which version; the latest if not given")
        ->type_name("");
    command->add_option("--action", arguments->request.action, "What is asked for")
        ->type_name("ACTION");
    command->add_option("--resource", arguments->request.resource, "On what")
        ->type_name("ARN")
        ->capture_default_str();
    command
        ->add_option(
            "--context", arguments->request.context, "A value of a condition key (repeatable)")
        ->expected(1)
        ->take_all()
        ->type_name("KEY=VALUE");
    command
        ->add_option("--principal",
                     arguments->request.principal,
                     "Who asks: an ARN, an account, KIND=NAME; `*`: anonymous")
        ->type_name("PRINCIPAL");
    command->add_flag("--batch", arguments->batch, "Answer the requests on stdin (NDJSON)");
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_eval(session, *arguments); };
    });
}

} // namespace polhist::cli
