#include "ingest/spelling.h"

#include "core/percent.h"
#include "policy/canonical_hash.h"
#include "policy/envelope.h"

namespace polhist::ingest {
namespace {

// The hash of a document that stands in an envelope, where it may be a string.
Result<std::string> hash_in(const json::Value& document) {
    if (document.kind() != json::Kind::string) {
        return policy::canonical_hash(document);
    }
    const std::string decoded = percent_decoded(document.text()).value_or("");
    return json::Tree::parse({document.source().name, decoded}).map([](const json::Tree& tree) {
        return policy::canonical_hash(tree.root());
    });
}

} // namespace

Result<Spelling> read_spelling(const json::Source& source) {
    const auto tree = json::Tree::parse_any(source);
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    const auto envelope = policy::read_any(tree->root());
    if (!envelope) {
        return tl::make_unexpected(envelope.error());
    }
    const auto version = tree->root().find("PolicyVersion");
    auto hash = hash_in(version ? *version->find("Document") : tree->root());
    if (!hash) {
        return tl::make_unexpected(std::move(hash.error()));
    }
    Spelling spelling{envelope->version.value_or(""), envelope->created, std::move(*hash), false};
    if (!envelope->version) {
        spelling.bare = true;
        spelling.version = policy::version_of_hash(spelling.document);
    }
    return spelling;
}

} // namespace polhist::ingest
