// Says on standard error which names of a question AWS does not list: an answer about a misspelt
// name looks like any other.

#pragma once

#include "cli/command.h"

#include <string>
#include <vector>

namespace polhist::cli {

void note_unknown_action(const Session& session, const std::string& action);
void note_unknown_service(const Session& session, const std::string& service); // empty for none
void note_unknown_keys(const Session& session, const std::vector<std::string>& context);

} // namespace polhist::cli
