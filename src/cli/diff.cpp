#include "access/sets.h"
#include "answers/comparison.h"
#include "cli/batch.h"
#include "cli/difference_output.h"
#include "cli/gate.h"
#include "cli/horizon_note.h"
#include "cli/last_document.h"
#include "cli/operands.h"
#include "cli/policy_set.h"
#include "output/access_json.h"
#include "output/json.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

using answers::Comparison;
using answers::Endpoint;

struct DiffArguments {
    Operands operands;
    bool batch = false;
    DiffForm form;
    Gate gate;
};

// Tools that read a log or annotations are told in them too that there is no comparison.
ExitStatus no_comparison(const Session& session, const Error& error) {
    if (const std::string report = failure_report(session, error); !report.empty()) {
        static_cast<void>(session.emit(report));
    }
    return trouble(error);
}

ExitStatus diff_one(const Session& session, const DiffArguments& arguments) {
    const auto found = compare_operands(session, arguments.operands);
    if (!found) {
        return no_comparison(session, found.error());
    }
    for (const Comparison& comparison : found->set.comparisons) {
        warn_beyond(session, comparison.horizon.value_or(answers::Horizon{}));
    }
    const ExitStatus status = judge(*found, arguments.gate, session);
    if (const auto summarized = add_step_summary(session, *found); !summarized) {
        return trouble(summarized.error());
    }
    return session.emit(told(session, arguments.form, *found, {arguments.gate, status}), status);
}

Result<json::Value> document_in(json::Value line, std::string_view side) {
    const auto value = line.find(side);
    if (!value) {
        return tl::make_unexpected(
            json::error_at(line, fmt::format("the line has no `{}`; add a document", side)));
    }
    return *value;
}

Result<Endpoint> endpoint_at(json::Value value, std::string_view side) {
    return policy::read_any(value).map([&](policy::Envelope&& envelope) {
        return Endpoint{std::string(side),
                        envelope.version,
                        envelope.created,
                        std::make_shared<const policy::Document>(std::move(envelope.document))};
    });
}

// The `old` of a line, read or as it is known.
Result<Endpoint> endpoint_before(json::Value line, const LastDocument& last) {
    return document_in(line, "old").and_then([&](json::Value value) -> Result<Endpoint> {
        if (const Endpoint* known = last.find(value)) {
            Endpoint endpoint = *known;
            endpoint.label = "old";
            return endpoint;
        }
        return endpoint_at(value, "old");
    });
}

Result<Endpoint> endpoint_after(json::Value line, LastDocument& last) {
    return document_in(line, "new").and_then([&](json::Value value) {
        return endpoint_at(value, "new").map([&](Endpoint&& endpoint) {
            last.keep(value, endpoint);
            return std::move(endpoint);
        });
    });
}

// What one side of a line is, as a set.
Result<policy::PolicySet> set_at(json::Value value) {
    if (policy::is_meant_as_set(value)) {
        return read_policy_set(value);
    }
    return policy::read_any(value).map([](policy::Envelope&& envelope) {
        return policy::set_of(
            std::make_shared<const policy::Document>(std::move(envelope.document)));
    });
}

bool has_set(json::Value line) {
    const auto is_set = [&](std::string_view side) {
        const auto value = line.find(side);
        return value && policy::is_meant_as_set(*value);
    };
    return is_set("old") || is_set("new");
}

// Answers the lines of one batch.
class Differ {
public:
    Differ(const Session& session, const Gate& gate) : session_(session), gate_(gate) {}

    std::optional<std::string> shorten(std::string_view line) { return last_.shorten(line); }

    // Writes the comparison of one line.
    Result<void> answer(json::Value line, json::Writer& writer) {
        if (has_set(line)) {
            return answer_sets(line, writer);
        }
        auto before = endpoint_before(line, last_);
        if (!before) {
            return tl::make_unexpected(std::move(before.error()));
        }
        auto after = endpoint_after(line, last_);
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        const Comparison found =
            answers::compare(std::move(*before), std::move(*after), session_.budget);
        output::write_diff_fields(writer, found, !session_.witness.empty());
        stopped_ = stopped_ || gate_.stops(found.difference);
        return {};
    }

    // Whether the gate stops at a line.
    [[nodiscard]] bool stopped() const { return stopped_; }

private:
    Result<void> answer_sets(json::Value line, json::Writer& writer) {
        if (!session_.witness.empty()) {
            return tl::make_unexpected(
                json::error_at(line, "there is no simulation of policy sets; leave out --witness"));
        }
        auto before = document_in(line, "old").and_then(set_at);
        if (!before) {
            return tl::make_unexpected(std::move(before.error()));
        }
        auto after = document_in(line, "new").and_then(set_at);
        if (!after) {
            return tl::make_unexpected(std::move(after.error()));
        }
        // A document is one of whoever the set beside it is of.
        if (!policy::is_meant_as_set(*line.find("old"))) {
            before->principal = after->principal;
        } else if (!policy::is_meant_as_set(*line.find("new"))) {
            after->principal = before->principal;
        }
        if (!access::have_one_caller(*before, *after)) {
            return tl::make_unexpected(
                json::error_at(line,
                               "the sets have two callers; give both the same `principal`, or "
                               "null"));
        }
        const access::LayeredSets sets(*before, *after);
        const access::Access access = access::compare_sets(sets, session_.budget);
        output::write_set_diff_fields(writer, sets, access);
        stopped_ = stopped_ || gate_.stops_at(access.overall) ||
                   (gate_.exit_code && access.verdict != access::Verdict::equivalent);
        return {};
    }

    const Session& session_;
    const Gate& gate_;
    LastDocument last_;
    bool stopped_ = false;
};

ExitStatus diff_batch(const Session& session, const Gate& gate) {
    Differ differ(session, gate);
    const BatchAnswers answers{
        .answer = [&](json::Value line,
                      json::Writer& writer) { return differ.answer(line, writer); },
        .shorten = [&](std::string_view line) { return differ.shorten(line); }};
    return run_batch(session, answers, [&] { return gate.judge(differ.stopped(), session); });
}

ExitStatus run_diff(const Session& session, const DiffArguments& arguments) {
    if (arguments.batch && !arguments.operands[0].empty()) {
        return trouble({"--batch reads from stdin; leave out the other operands"});
    }
    if (const auto fits = check_form(session, arguments.form, arguments.batch); !fits) {
        return trouble(fits.error());
    }
    return arguments.batch ? diff_batch(session, arguments.gate) : diff_one(session, arguments);
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist diff AWSServiceRoleForImageBuilder 2021-04-02 2021-08-11\n"
    "  polhist diff AWSImageBuilderFullAccess v1            (against the latest)\n"
    "  polhist diff AWSImageBuilderFullAccess latest~1 latest --format markdown\n"
    "  polhist diff old.json new.json --text\n"
    "  aws iam get-policy-version … | polhist diff old.json - --fail-on broader\n"
    "  polhist diff old.json new.json --witness aws         (a script for the AWS CLI)\n"
    "  terraform show -json plan | polhist diff - --fail-on broader\n"
    "  polhist diff old-template.yaml template.yaml         (CloudFormation)\n"
    "  aws iam get-role-policy … | polhist diff old.json -  (the document inside)\n"
    "  polhist diff main.json branch.json --format markdown --comment iam\n"
    "  polhist diff --batch <pairs.ndjson >differences.ndjson\n"
    "\n"
    "With --batch, each line {\"id\":…,\"old\":DOCUMENT,\"new\":DOCUMENT} gives one line of "
    "JSON,\n"
    "as soon as it has come. A document may be a policy set: {\"identity\":[DOCUMENT,…],\n"
    "\"boundary\":DOCUMENT,\"session\":[…],\"scp\":[[…],…],\"rcp\":[[…],…],\"resource\":DOCUMENT,\n"
    "\"principal\":ARN,\"cross_account\":false}; what is left out is absent.\n";

} // namespace

void add_diff(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<DiffArguments>();
    CLI::App* command =
        app.add_subcommand("diff", "What changed between two versions, or two documents");
    auto& operands = arguments->operands;
    command
        ->add_option(
            "POLICY|OLD.json", operands[0], "A name or an ARN; or a file (`-`: stdin); or a plan")
        ->type_name("");
    command->add_option("FROM|NEW.json", operands[1], "A WHEN (polhist --help); or a file")
        ->type_name("");
    command->add_option("TO", operands[2], "A WHEN; the latest if not given")->type_name("");
    add_output_options(*command, session, {"text", "json", "markdown", "html", "sarif", "github"});
    add_engine_options(*command, session);
    add_witness_option(*command, session);
    command->add_flag(
        "--batch", arguments->batch, "Compare the pairs of documents on stdin (NDJSON)");
    command->add_flag("--stat", arguments->form.stat, "One line");
    command->add_flag("--text", arguments->form.text, "Add a text diff of the canonical documents");
    command
        ->add_option("--comment",
                     arguments->form.comment,
                     "Markdown as a comment that a later one replaces: marked with this name")
        ->type_name("NAME");
    arguments->gate.add_options(*command);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_diff(session, *arguments); };
    });
}

} // namespace polhist::cli
