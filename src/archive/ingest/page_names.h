// Names of policies in the English of documentation pages.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace polhist::ingest {

// The policy that a section is on, by its heading: `NAME policy`, `AWS managed policy: NAME`,
// `NAME`. Empty for other headings. A name that nothing marks must look like one: three words run
// together, or two of which the last is `Access`, `Policy`, `Role` or the like.
std::string policy_in_heading(std::string_view heading);

// A cell that says what changed: the policies it names, and what is left of it behind their names
// (`NAME – Update to an existing policy`). Where none leads, the whole cell is the change.
struct NamedChange {
    std::vector<std::string> policies;
    std::string change;
};

// `known` are policies that the page has sections on; they are names wherever they stand.
NamedChange change_in_cell(std::string_view cell, const std::vector<std::string>& known);

} // namespace polhist::ingest
