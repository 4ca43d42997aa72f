// A letter as a message for Slack.

#pragma once

#include "watch/message.h"

#include <string>

namespace polhist::watch {

// The body for an incoming webhook. Everything from a policy stands in plain text or preformatted
// elements, whose line breaks stay and in which nothing is markup; the fallback is escaped. Source:
// "Block Kit" in the Slack developer documentation, limits included.
std::string slack_json(const Letter& letter);

} // namespace polhist::watch
