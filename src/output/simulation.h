// Witnesses as something to run: arguments of `aws iam simulate-custom-policy`.
//
// A script for a POSIX shell holds the documents in variables and one command for each request and
// document, with the answer to expect; every line of it may be pasted on its own after those that
// set the variables. Nothing from a document can leave its quotes or reach the terminal as it is.
// Source: "simulate-custom-policy" and "Using shorthand syntax with the AWS CLI" in the AWS CLI
// documentation.

#pragma once

#include "access/verdict.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::output {

// `text` as one word for a POSIX shell: as it is where that is safe, else in single quotes.
std::string shell_word(std::string_view text);

// The arguments that say what is asked: `--action-names`, `--resource-arns` where it is not `*`,
// `--caller-arn` for a user, `--context-entries`. Unquoted. `documents` tell of which type a
// condition key is.
std::vector<std::string> simulation_arguments(const access::Request& request,
                                              std::span<const policy::Document* const> documents);

// A document in the script, by the shell variable that holds it.
struct SimulatedDocument {
    std::string variable;
    const policy::Document* document;
};

// A request in the script, under a comment that says what it shows.
struct SimulatedRequest {
    std::string comment;
    const access::Request* request;
};

std::string simulation_script(std::string_view headline,
                              std::span<const SimulatedDocument> documents,
                              std::span<const SimulatedRequest> requests);

} // namespace polhist::output
