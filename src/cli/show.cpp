#include "cli/command.h"
#include "cli/horizon_note.h"
#include "json/writer.h"
#include "output/markdown.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

using timeline::History;
using timeline::Moment;
using timeline::Version;

constexpr std::size_t indent = 4;

struct ShowArguments {
    std::string policy;
    std::string when = "latest";
    bool raw = false;
    bool envelope = false;
};

std::string envelope_of(const History& history, const Moment& moment, std::string_view document) {
    const Version& version = history.versions[moment.version];
    std::string text;
    json::Writer writer(text, indent);
    writer.begin_object().key("PolicyVersion").begin_object();
    const auto tree = json::Tree::parse({version.origin, document});
    writer.key("Document");
    json::write(writer, tree->root());
    writer.key("VersionId").string(version.id);
    const auto now = history.in_force(std::nullopt);
    const bool is_default = now && history.states[*now].version == moment.version;
    writer.key("IsDefaultVersion").boolean(is_default);
    if (version.created) {
        writer.key("CreateDate").string(format_instant(*version.created));
    }
    writer.end_object().end_object();
    return text + '\n';
}

std::string headline(const History& history, const Version& version) {
    return fmt::format("{} {}{}",
                       history.name,
                       version.id,
                       version.created ? ", created " + format_instant(*version.created) : "");
}

// The document as written; on one line for JSON.
Result<std::string> document_of(const Session& session, const Version& version) {
    const std::size_t width = session.format == "json" ? 0 : indent;
    return version.json.bytes().and_then([&](std::string_view json) {
        return policy::written_document({version.origin, json}, width);
    });
}

ExitStatus run_show(const Session& session, const ShowArguments& arguments) {
    const auto when = when_argument(arguments.when);
    if (!when) {
        return trouble(when.error());
    }
    const auto history = timeline::find(session.archive(), arguments.policy);
    if (!history) {
        return trouble(history.error());
    }
    const auto moment = timeline::resolve(*history, *when);
    if (!moment) {
        return trouble(moment.error());
    }
    const Version& version = history->versions[moment->version];
    session.note(headline(*history, version));
    note_withdrawn(session, *history, *when);
    warn_beyond(session, answers::horizon_of(*history, {&*when}));
    if (arguments.raw) {
        const auto bytes = version.json.bytes();
        return bytes ? session.emit(*bytes) : trouble(bytes.error());
    }
    const auto document = document_of(session, version);
    if (!document) {
        return trouble(document.error());
    }
    if (arguments.envelope) {
        return session.emit(envelope_of(*history, *moment, *document));
    }
    if (session.format == "markdown") {
        return session.emit(fmt::format("## {}\n\n{}",
                                        output::escaped(headline(*history, version)),
                                        output::fenced("json", *document)));
    }
    return session.emit(*document);
}

constexpr std::string_view footer = "Examples:\n"
                                    "  polhist show AWSImageBuilderFullAccess\n"
                                    "  polhist show AWSImageBuilderFullAccess 2021-04-02\n"
                                    "  polhist show AWSImageBuilderFullAccess v1 --envelope\n";

} // namespace

void add_show(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<ShowArguments>();
    CLI::App* command = app.add_subcommand("show", "A version's document");
    command->add_option("POLICY", arguments->policy, "A name or an ARN")->type_name("")->required();
    command->add_option("WHEN", arguments->when, "Which version")
        ->type_name("")
        ->capture_default_str();
    auto* raw = command->add_flag("--raw", arguments->raw, "The bytes first seen, as they are");
    command->add_flag("--envelope", arguments->envelope, "As aws iam get-policy-version gives it")
        ->excludes(raw);
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_show(session, *arguments); };
    });
}

} // namespace polhist::cli
