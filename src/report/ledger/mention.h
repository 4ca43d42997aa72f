// Whether prose mentions an action or a resource: by its words, not by its sense.
//
// An action is mentioned
// - anywhere, by its name or a pattern of it (`iam:GetRole`, `ec2:Describe*`);
// - in the section on its service, by `Describe actions` for its verb, by `administrative access`
//   or `full access`, by `read-only access` if it reads, by `write permissions` if it does not;
// - in one phrase of that section, by its verb or a synonym and two thirds of its nouns. The noun
//   that a service is named for (`Log` for `logs`) stands for the others;
// - in one phrase of another section, by its verb or a synonym and all of its nouns, if it
//   has several.
// It sees plurals, and a letter wrong in a long noun. It does not see denial, on which resources,
// under which conditions or by whom an action is allowed, and no synonym of a noun: storing `a
// container image` mentions no `ecr:UploadLayerPart`.

#pragma once

#include "ledger/ledger.h"

#include <string_view>

namespace polhist::ledger {

// The section on a service, given by the prefix of its actions; nothing if there is none.
const ServiceProse* section_on(const Prose& prose, std::string_view service);

// `action` is literal.
bool mentions_action(const Prose& prose, std::string_view action);

// Whether a section speaks of a service, given by its prefix, or of a type of resource: one word of
// `log-group` will do. An empty type is never spoken of.
bool mentions_resource(const ServiceProse& section,
                       std::string_view service,
                       std::string_view type);

// All text of a prose, sections and paragraphs included.
std::vector<std::string_view> paragraphs_of(const Prose& prose);

} // namespace polhist::ledger
