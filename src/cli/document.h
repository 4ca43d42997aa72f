// Documents that the command line names: a version of a policy that is known, or a file.

#pragma once

#include "answers/comparison.h"
#include "cli/command.h"
#include "json/tree.h"

#include <string>
#include <string_view>

namespace polhist::cli {

// The bytes of a file or of standard input (`-`), which are given back for a program that goes on
// in the place of this one. Refused where they are more than any document needs.
Result<std::string> read_document_text(const std::string& path);

// Puts what was read from standard input back, for a program that goes on in the place of this one.
// Where that cannot be done, such a program finds it empty and says so.
void give_back(std::string_view text);

// A bare document or an envelope from a file or standard input; says its warnings.
Result<answers::Endpoint> read_document_file(const Session& session, const std::string& path);

// The same, of a file that was read; it is named by the source of `root`.
Result<answers::Endpoint> document_in(const Session& session, const json::Value& root);

// What stands for a file that is not there, as git and diff name it.
constexpr std::string_view no_file = "/dev/null";

// A document that is not there: it allows and denies nothing.
answers::Endpoint no_document(std::string_view name);

// Such a document is in the language of the other.
void share_language(answers::Endpoint& absent, const answers::Endpoint& other);

// A policy that is known, at a WHEN (empty: the latest), else a file; with a WHEN always a policy.
// Says which version it is. Its label is the policy and version, or the file.
Result<answers::Endpoint>
read_document(const Session& session, const std::string& name, const std::string& when = "");

} // namespace polhist::cli
