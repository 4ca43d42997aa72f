#include "ingest/evidence.h"

#include "core/percent.h"
#include "policy/canonical_hash.h"
#include "policy/envelope.h"
#include "policy/reader.h"

#include <fmt/format.h>

namespace polhist::ingest {
namespace {

using json::Kind;
using json::Value;
using timeline::Observation;

constexpr std::size_t most_exact_errors = 100;

Result<Evidence> evidence_of(const json::Tree& tree, std::string bytes) {
    auto document = policy::read(tree.root());
    if (!document) {
        return tl::make_unexpected(std::move(document.error()));
    }
    return Evidence{policy::canonical_hash(tree.root()), std::move(bytes)};
}

// The text of a document given as a string. Too long a one is refused before it is decoded.
Result<std::string> embedded_text(const Value& value) {
    constexpr std::size_t most_for_a_byte = 3; // `%XX`
    if (value.text().size() > policy::largest_document * most_for_a_byte) {
        return tl::make_unexpected(
            json::error_at(value, "the document is over 1 MiB; no policy is that long"));
    }
    auto decoded = percent_decoded(value.text());
    if (!decoded) {
        return tl::make_unexpected(json::error_at(
            value, "the document has a `%` that begins no `%XX`; encode it as RFC 3986"));
    }
    return std::move(*decoded);
}

} // namespace

Result<Evidence> read_evidence(const json::Source& source) {
    auto tree = json::Tree::parse_any(source);
    if (!tree) {
        return tl::make_unexpected(std::move(tree.error()));
    }
    return evidence_of(*tree, std::string(tree->source().text)); // what was YAML is kept as JSON
}

Result<Evidence> EvidenceReader::read(const Value& value) {
    const std::string name = fmt::format("{}: in the document", value.source().name);
    const json::Tree part = json::Tree::part(value, name);
    const bool exact = refused_ < most_exact_errors;
    if (value.kind() == Kind::string) {
        const auto text = embedded_text(exact ? value : part.root());
        if (!text) {
            ++refused_;
            return tl::make_unexpected(text.error());
        }
        auto evidence = read_evidence({name, *text});
        if (evidence || !exact) {
            return evidence;
        }
        ++refused_;
        return read_evidence({fmt::format("{}: decoded document", value.place()), *text});
    }
    auto evidence = evidence_of(part, std::string(value.text()));
    if (!evidence) {
        ++refused_;
        if (!exact) {
            return evidence;
        }
        if (auto again = policy::read(value); !again) {
            return tl::make_unexpected(std::move(again.error()));
        }
    }
    return evidence;
}

Result<Evidence> EvidenceReader::read(const policy::DocumentInside& inside) {
    return inside.text.empty()
               ? read(inside.holder)
               : read_evidence(
                     {fmt::format("{}: in the string", inside.holder.place()), inside.text});
}

void claim_in_force(timeline::Claims& claims,
                    const timeline::VersionClaim& version,
                    const Options& options) {
    if (options.at) {
        claims.observations.push_back({version.policy,
                                       options.observer,
                                       *options.at,
                                       Observation::Kind::in_force,
                                       version.version,
                                       version.document,
                                       version.created});
    }
}

void claim_version(timeline::Claims& claims,
                   timeline::VersionClaim version,
                   std::string bytes,
                   bool in_force,
                   const Options& options) {
    claims.forms.push_back({version.policy, version.document, std::move(bytes), options.at, {}});
    if (in_force) {
        claim_in_force(claims, version, options);
    }
    claims.versions.push_back(std::move(version));
}

void claim_bare(timeline::Claims& claims,
                timeline::PolicyKey policy,
                Evidence evidence,
                const Options& options) {
    timeline::VersionClaim version{std::move(policy),
                                   policy::version_of_hash(evidence.document),
                                   std::move(evidence.document),
                                   std::nullopt,
                                   timeline::SourceClass::bare};
    claim_version(claims, std::move(version), std::move(evidence.bytes), true, options);
}

} // namespace polhist::ingest
