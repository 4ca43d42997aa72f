// The document of a version as evidence: whether it can be read, its hash, and its bytes.

#pragma once

#include "core/error.h"
#include "ingest/source.h"
#include "json/tree.h"
#include "policy/inside.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace polhist::ingest {

struct Evidence {
    std::string document; // hash, as timeline::VersionClaim has it
    std::string bytes;    // as the source spells it, decoded where it was URL-encoded
};

// Reads the documents of one source, each strictly (policy/reader.h).
class EvidenceReader {
public:
    // A document that stands at `value`: an object, or a string that holds one, URL-encoded or not.
    // Costs no more than the document, wherever it stands; only the first errors of a source are
    // told with their place in the whole text, any further with that in the document.
    Result<Evidence> read(const json::Value& value);

    // One that was found inside something else.
    Result<Evidence> read(const policy::DocumentInside& inside);

private:
    std::size_t refused_ = 0;
};

// The document that is the whole of a text.
Result<Evidence> read_evidence(const json::Source& source);

// Claims of a document that no source gave an id or a date (timeline/claim.h, `bare`): its version,
// its form, and where `options.at` says so that it was in force then.
void claim_bare(timeline::Claims& claims,
                timeline::PolicyKey policy,
                Evidence evidence,
                const Options& options);

// Claims that a version was the default at `options.at`; nothing where that is not set.
void claim_in_force(timeline::Claims& claims,
                    const timeline::VersionClaim& version,
                    const Options& options);

// Claims of a version: the version, its form, and where it was the default at `options.at`, that.
// `bytes` is the form.
void claim_version(timeline::Claims& claims,
                   timeline::VersionClaim version,
                   std::string bytes,
                   bool in_force,
                   const Options& options);

} // namespace polhist::ingest
