// A document with what AWS says of it: the output of `aws iam get-policy-version`.
//
// `{"PolicyVersion": {"Document": …, "VersionId": "v13", "IsDefaultVersion": true, "CreateDate":
// "2021-08-11T18:07:10Z"}}`. The CLI gives `Document` as an object, the API as a URL-encoded string
// (RFC 3986); both are read. Members that do not concern the version are passed over.

#pragma once

#include "core/instant.h"
#include "policy/reader.h"

namespace polhist::policy {

struct Envelope {
    std::optional<std::string> version; // `v13`; none for a bare document
    std::optional<Instant> created;
    std::optional<bool> is_default;
    Document document;
    std::optional<std::size_t> string; // where the string stands that holds it, if one does
};

// What an envelope says of its version.
struct VersionFacts {
    std::string id; // `v13`
    std::optional<Instant> created;
    std::optional<bool> is_default;
};

// The facts of a version without its document, which may be wrong or missing.
Result<VersionFacts> read_facts(json::Value version);

// The instant that a member such as `CreateDate` holds; none where it is absent or null.
Result<std::optional<Instant>> read_instant(json::Value parent, std::string_view member);

// A version as the entries of `PolicyVersionList` and `PolicyVersion` hold it.
Result<Envelope> read_version(json::Value version);

// A bare document, an envelope, or the one document inside something else that AWS prints
// (inside.h).
Result<Envelope> read_any(json::Value value);
Result<Envelope> read_any(const json::Source& source);

// The document in an envelope, or a bare one, as it is written: JSON indented by `indent` spaces
// with the order of the text kept, and a line break at its end.
Result<std::string> written_document(const json::Source& source, std::size_t indent);

// Whether `text` can be the id of a version: `v` and a number from 1, as AWS gives them.
bool is_version_id(std::string_view text);

} // namespace polhist::policy
