// Names that nothing knows: probably misspelt.

#pragma once

#include "core/error.h"
#include "policy/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::answers {

// What is to be said of a name that AWS does not list, with a near miss; empty for one that it
// does, and for a text that is no such name. An action may hold wildcards: one that takes in no
// listed action is unknown.
//
// Example: of `s3:GetObjct`, "AWS lists no action `s3:GetObjct` (as of 2026-09-26); did you mean
// `s3:GetObject`?"
std::string unknown_action(const std::string& action);
std::string unknown_service(const std::string& service);
std::string unknown_key(const std::string& key);

// Whether a document spells out an action, or one that an action pattern takes in.
bool spells_out(const policy::Document& document, const std::string& action);

// An error where an action or pattern of these is unknown, and none that the document spells out.
Result<void> check_actions(const std::vector<std::string>& actions,
                           const policy::Document& document);

} // namespace polhist::answers
