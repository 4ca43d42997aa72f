#include "answers/comparison.h"
#include "cli/batch.h"
#include "cli/document.h"
#include "cli/gate.h"
#include "policy/envelope.h"
#include "render/difference_script.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>

namespace polhist::cli {
namespace {

using answers::Comparison;
using answers::Endpoint;

using Operands = std::array<std::string, 3>; // empty from where none is given

struct DiffArguments {
    Operands operands;
    bool batch = false;
    bool stat = false;
    bool text = false;
    Gate gate;
};

Result<Comparison> compare_files(const Session& session, const Operands& paths) {
    if (paths[0] == "-" && paths[1] == "-") {
        return failure("stdin can be only one of the two documents");
    }
    auto before = read_document_file(session, paths[0]);
    if (!before) {
        return tl::make_unexpected(std::move(before.error()));
    }
    auto after = read_document_file(session, paths[1]);
    if (!after) {
        return tl::make_unexpected(std::move(after.error()));
    }
    return answers::compare(std::move(*before), std::move(*after), session.budget);
}

Result<Comparison> compare_versions(const Session& session,
                                    const std::string& policy,
                                    const std::string& from,
                                    const std::string& to) {
    const auto before = when_argument(from);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto after = when_argument(to);
    if (!after) {
        return tl::make_unexpected(after.error());
    }
    const auto history = timeline::find(session.archive(), policy);
    if (!history) {
        return tl::make_unexpected(history.error());
    }
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return tl::make_unexpected(ledgers.error());
    }
    return answers::compare(*history, *before, *after, *ledgers, session.budget);
}

// Two operands are a policy and a WHEN if the second can be one, else two files.
Result<Comparison> compare_operands(const Session& session, const Operands& operands) {
    if (!operands[2].empty()) {
        return compare_versions(session, operands[0], operands[1], operands[2]);
    }
    if (operands[1].empty()) {
        return failure(
            "name a policy and one or two versions, or two files; see polhist diff --help");
    }
    if (timeline::parse_when(operands[1])) {
        return compare_versions(session, operands[0], operands[1], "latest");
    }
    auto found = compare_files(session, operands);
    if (!found && timeline::find(session.archive(), operands[0])) {
        return tl::make_unexpected(when_argument(operands[1]).error());
    }
    return found;
}

std::string
render(const Session& session, const DiffArguments& arguments, const Comparison& found) {
    const render::Style style = session.style();
    const bool simulated = !session.witness.empty();
    if (session.format == "json") {
        return render::diff_json(found, simulated);
    }
    if (session.format == "markdown") {
        return render::diff_markdown(found, session.full) +
               (arguments.text ? render::text_difference_markdown(found) : "") +
               (simulated ? render::diff_script_markdown(found) : "");
    }
    if (simulated) {
        return render::diff_script(found);
    }
    if (arguments.stat) {
        return render::diff_line(found, style);
    }
    return render::diff_text(found, style) +
           (arguments.text ? '\n' + render::text_difference(found, style) : "");
}

ExitStatus diff_one(const Session& session, const DiffArguments& arguments) {
    const auto found = compare_operands(session, arguments.operands);
    if (!found) {
        return trouble(found.error());
    }
    return session.emit(render(session, arguments, *found),
                        arguments.gate.judge(arguments.gate.stops(found->difference), session));
}

Result<Endpoint> endpoint_in(json::Value line, std::string_view side) {
    const auto value = line.find(side);
    if (!value) {
        return tl::make_unexpected(
            json::error_at(line, fmt::format("the line has no `{}`; add a document", side)));
    }
    return policy::read_any(*value).map([&](policy::Envelope&& envelope) {
        return Endpoint{std::string(side),
                        envelope.version,
                        envelope.created,
                        std::make_shared<const policy::Document>(std::move(envelope.document))};
    });
}

// Writes the comparison of one line; gives whether the gate stops at it.
Result<bool>
compare_line(json::Value line, json::Writer& writer, const Session& session, const Gate& gate) {
    auto before = endpoint_in(line, "old");
    if (!before) {
        return tl::make_unexpected(std::move(before.error()));
    }
    auto after = endpoint_in(line, "new");
    if (!after) {
        return tl::make_unexpected(std::move(after.error()));
    }
    const Comparison found =
        answers::compare(std::move(*before), std::move(*after), session.budget);
    render::write_diff_fields(writer, found, !session.witness.empty());
    return gate.stops(found.difference);
}

ExitStatus diff_batch(const Session& session, const Gate& gate) {
    bool stopped = false;
    const auto answer = [&](json::Value line, json::Writer& writer) -> Result<void> {
        const auto stops = compare_line(line, writer, session, gate);
        if (!stops) {
            return tl::make_unexpected(stops.error());
        }
        stopped = stopped || *stops;
        return {};
    };
    return run_batch(session, {answer, {}}, [&] { return gate.judge(stopped, session); });
}

ExitStatus run_diff(const Session& session, const DiffArguments& arguments) {
    if (arguments.batch && !arguments.operands[0].empty()) {
        return trouble({"--batch reads from stdin; leave out the other operands"});
    }
    if ((arguments.stat || arguments.text) && (session.format == "json" || arguments.batch)) {
        return trouble({"--stat and --text are for people; leave out --format json and --batch"});
    }
    if ((arguments.stat || arguments.text) && !session.witness.empty() &&
        session.format == "text") {
        return trouble({"--witness aws prints a script; leave out --stat and --text"});
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
    "  polhist diff --batch <pairs.ndjson >differences.ndjson\n"
    "\n"
    "With --batch, each line {\"id\":…,\"old\":DOCUMENT,\"new\":DOCUMENT} gives one line of "
    "JSON.\n";

} // namespace

void add_diff(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<DiffArguments>();
    CLI::App* command =
        app.add_subcommand("diff", "What changed between two versions, or two documents");
    auto& operands = arguments->operands;
    command->add_option("POLICY|OLD.json", operands[0], "A name or an ARN; or a file (`-`: stdin)")
        ->type_name("");
    command->add_option("FROM|NEW.json", operands[1], "A WHEN (polhist --help); or a file")
        ->type_name("");
    command->add_option("TO", operands[2], "A WHEN; the latest if not given")->type_name("");
    add_output_options(*command, session, {"text", "json", "markdown"});
    add_engine_options(*command, session);
    add_witness_option(*command, session);
    command->add_flag(
        "--batch", arguments->batch, "Compare the pairs of documents on stdin (NDJSON)");
    command->add_flag("--stat", arguments->stat, "One line");
    command->add_flag("--text", arguments->text, "Add a text diff of the canonical documents");
    arguments->gate.add_options(*command);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_diff(session, *arguments); };
    });
}

} // namespace polhist::cli
