// The actions, resources, callers and values that requests are made of.
//
// Alphabets are tiny: two letters that policies use and `z`, which none does.

#pragma once

#include "judge/model.h"

namespace polhist::judge {

// All texts over an alphabet, of a length up to `longest`, the empty one first.
Texts words(const std::string& alphabet, std::size_t longest);

const Texts& all_actions();

// Fewer where variables make each pattern many.
const Texts& all_resources(bool few);

// Users, sessions, roots, services and so on, named in policies and not.
const std::vector<Name>& all_callers();

// Values on each side of, and at, the limits that policies are generated with.
const Texts& numbers();
const Texts& dates();
const Texts& epochs(); // the same in seconds
const Texts& addresses();
const Texts& arns();

// Whether a text is an ARN that can be a resource.
bool is_arn(std::string_view text);

// A pattern as it is, and with each wildcard and variable replaced in a few ways.
Texts literals_of(const std::string& pattern);

void sort_unique(Texts& texts);

} // namespace polhist::judge
