#include "cli/document.h"

#include "core/input.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <memory>

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
        endpoint->label = fmt::format("{} {}", history.name, endpoint->label);
        session.note(endpoint->label);
    }
    return endpoint;
}

} // namespace

Result<Endpoint> read_document_file(const Session& session, const std::string& path) {
    // A file may hold a little more than the document; this is far more than it needs.
    const auto text = read_input(path, {16, "no policy is that long"});
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const std::string name = input_name(path);
    auto envelope = policy::read_any({name, *text});
    if (!envelope) {
        return tl::make_unexpected(std::move(envelope.error()));
    }
    for (const policy::Warning& warning : envelope->document.warnings) {
        session.note(warning);
    }
    return Endpoint{name,
                    envelope->version,
                    envelope->created,
                    std::make_shared<const policy::Document>(std::move(envelope->document))};
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
