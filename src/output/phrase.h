// Grants and conditions in words; output/proof.h has requests.
//
// Everything from a document goes through `Quote`, which makes it safe and marks it the way the
// output format marks literals.

#pragma once

#include "policy/grant.h"
#include "timeline/history.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::output {

using Quote = std::string (*)(std::string_view literal);

// For HTML and what is in it: a `code` element.
std::string marked_up(std::string_view literal);

// For plain text: control characters visible, nothing else.
std::string plain(std::string_view literal);

// For Markdown: a code span that no content can end.
std::string code(std::string_view literal);

// Prose made safe for Markdown: punctuation that means something there is escaped.
std::string escaped(std::string_view prose);

// Prose that comes from outside, made safe for the format of `quote`.
std::string prose(std::string_view text, Quote quote);

// `a, b and 12 more`; all of them where `limit` is 0.
std::string joined(const std::vector<std::string>& words, std::size_t limit);

// `ssm:SendCommand`, or `every action but iam:* and organizations:*`.
std::string action_phrase(const policy::Grant& grant, Quote quote);

// The service of its action, in lower case; empty for `*` and NotAction.
std::string service_of(const policy::Grant& grant);

// `arn:…`, `every resource but …`; empty where a statement has none.
std::string resource_phrase(const policy::Grant& grant, Quote quote);

// ` for AWS arn:…`, ` when aws:RequestTag/x is "y" and …`, both or nothing.
std::string circumstances(const policy::Grant& grant, Quote quote);

// `everyone`, `AWS arn:…`.
std::string principal_phrase(const policy::Principal& principal, Quote quote);

// `Statement[10] "Sid"`.
std::string statement_phrase(const policy::Statement& statement, Quote quote);

// `rolled back`, `reinstated`, `created again`; nothing for a version that is new.
std::string_view words_of(timeline::Event event);

} // namespace polhist::output
