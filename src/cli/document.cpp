#include "cli/document.h"

#include "cli/horizon_note.h"
#include "core/descriptor.h"
#include "core/input.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <memory>
#include <sys/mman.h>
#include <unistd.h>

namespace polhist::cli {
namespace {

using answers::Endpoint;
using timeline::History;

Result<Endpoint>
version_of(const Session& session, const History& history, const std::string& when) {
    const auto parsed = when_argument(when.empty() ? "latest" : when);
    if (!parsed) {
        return tl::make_unexpected(parsed.error());
    }
    const auto moment = timeline::resolve(history, *parsed);
    if (!moment) {
        return tl::make_unexpected(moment.error());
    }
    auto endpoint = answers::endpoint_of(history.versions[moment->version]);
    if (endpoint) {
        endpoint->horizon = answers::horizon_of(history, {&*parsed});
        note_withdrawn(session, history, *parsed);
        warn_beyond(session, *endpoint->horizon);
        endpoint->label = fmt::format("{} {}", history.name, endpoint->label);
        session.note(endpoint->label);
    }
    return endpoint;
}

// A document in a string has no lines of its own: all of it stands where the string does.
answers::Place place_of(const json::Value& root, const policy::Envelope& envelope) {
    answers::Place place{std::string(root.source().name), {}};
    for (const policy::Statement& statement : envelope.document.statements) {
        place.lines.push_back(root.location_of(envelope.string.value_or(statement.offset)).line);
    }
    return place;
}

} // namespace

void give_back(std::string_view text) {
    const Descriptor memory(memfd_create("stdin", MFD_CLOEXEC));
    while (memory.number() >= 0 && !text.empty()) {
        const ssize_t count = write(memory.number(), text.data(), text.size());
        if (count < 0) {
            return;
        }
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (lseek(memory.number(), 0, SEEK_SET) == 0) {
        dup2(memory.number(), STDIN_FILENO);
    }
}

Result<Endpoint> document_in(const Session& session, const json::Value& root) {
    auto envelope = policy::read_any(root);
    if (!envelope) {
        return tl::make_unexpected(std::move(envelope.error()));
    }
    for (const policy::Warning& warning : envelope->document.warnings) {
        session.note(warning);
    }
    answers::Place place = place_of(root, *envelope);
    return Endpoint{place.file,
                    envelope->version,
                    envelope->created,
                    std::make_shared<const policy::Document>(std::move(envelope->document)),
                    std::move(place)};
}

Endpoint no_document(std::string_view name) {
    return {
        std::string(name), std::nullopt, std::nullopt, std::make_shared<const policy::Document>()};
}

void share_language(Endpoint& absent, const Endpoint& other) {
    absent.document =
        std::make_shared<const policy::Document>(policy::nothing_beside(*other.document));
}

Result<std::string> read_document_text(const std::string& path) {
    // A file may hold a little more than the document; this is far more than it needs.
    auto text = read_input(path, {16, "no policy is that long"});
    if (text && path == "-") {
        give_back(*text);
    }
    return text;
}

Result<Endpoint> read_document_file(const Session& session, const std::string& path) {
    const auto text = read_document_text(path);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const std::string name = input_name(path);
    const auto tree = json::Tree::parse_any({name, *text});
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    return document_in(session, tree->root());
}

Result<Endpoint>
read_document(const Session& session, const std::string& name, const std::string& when) {
    const auto history = timeline::find(session.archive(), name);
    if (history) {
        return version_of(session, *history, when);
    }
    if (!when.empty()) {
        return tl::make_unexpected(history.error());
    }
    auto document = read_document_file(session, name);
    const bool looks_like_file = name == "-" || name.find_first_of("./") != std::string::npos;
    return document || looks_like_file ? std::move(document) : tl::make_unexpected(history.error());
}

} // namespace polhist::cli
