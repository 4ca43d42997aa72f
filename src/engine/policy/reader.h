// Reads a policy document, strictly.
//
// Accepted is what AWS accepts: one item or a list, a single statement or a list, keys in any
// order, `Id`, JSON booleans and numbers as condition values. Empty lists are accepted with a
// warning, because they match nothing and are rarely meant. Refused is all that could be read in
// two ways: unknown elements, both or neither of a pair such as Action and NotAction, wrong types,
// an unknown `Version`, a document over 1 MiB. The first thing wrong ends the reading; its error
// names file, line, column and JSON path, and says what to do.
//
// Source of the rules: "Grammar of the IAM JSON policy language" in the IAM User Guide.

#pragma once

#include "core/error.h"
#include "json/tree.h"
#include "policy/document.h"

namespace polhist::policy {

constexpr std::size_t largest_document = std::size_t{1024} * 1024; // bytes of JSON

// Lists multiply: a short document can grant more pieces than memory holds. The largest that AWS
// has published gives 11,151 grants.
constexpr std::size_t most_grants = 250'000;

// Conditions and long names multiply with them. The largest that AWS has published takes 0.8 MB.
constexpr std::size_t most_grant_bytes = std::size_t{32} * 1024 * 1024;

// A warning costs a look through the text, and nobody reads hundreds.
constexpr std::size_t most_warnings = 20;

// What a resource may be. AWS takes `*` and ARNs; in a template that is not yet deployed a variable
// may stand for the beginning of one.
enum class ResourceForm : std::uint8_t { as_aws, or_variable };

// The document that stands at `value`.
Result<Document> read(json::Value value, ResourceForm form = ResourceForm::as_aws);

// The document that is the whole of a text.
Result<Document> read(const json::Source& source, ResourceForm form = ResourceForm::as_aws);

} // namespace polhist::policy
