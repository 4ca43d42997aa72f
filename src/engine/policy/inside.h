// The policy documents inside what AWS prints.
//
// The commands and logs of AWS wrap a document in an object of their own, often as a string: JSON,
// URL-encoded, or JSON in JSON. All are found by one rule: a document is an object with a
// `Statement` whose statements have an `Effect`. What is marked as not the default version is not
// in force, and is passed over.
//
// Example: `aws s3api get-bucket-policy` prints `{"Policy": "{\"Version\": …}"}`, and AWS Config a
// `configuration` that is a string with JSON whose `policyVersionList` has URL-encoded documents.

#pragma once

#include "core/error.h"
#include "json/tree.h"

#include <string>
#include <vector>

namespace polhist::policy {

struct DocumentInside {
    json::Value holder; // the document, or the outermost string that it is in
    std::string path;   // of the first two: `$.Role.AssumeRolePolicyDocument`, through strings too
    std::string text;   // its JSON, where a string holds it; else empty
};

// Whether a value is shaped like a document.
bool is_document(const json::Value& value);

// Whether a value is to be read as a document whatever is wrong with it: it has elements of one.
bool is_meant_as_document(const json::Value& value);

// Those inside a value that is none itself, in their order.
std::vector<DocumentInside> documents_inside(const json::Value& root);

// The one document inside, or why there is not one: by the kind of what was given, with what fits
// it.
Result<DocumentInside> one_document_inside(const json::Value& root);

} // namespace polhist::policy
