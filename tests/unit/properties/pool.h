// The documents that properties are tried on.

#pragma once

#include "policy/document.h"

#include <string>
#include <vector>

namespace polhist::properties {

struct Sample {
    std::string name;
    policy::Document document;
};

// All shipped documents, some written for what those lack, and a few hundred of the real history
// where it is at hand.
const std::vector<Sample>& pool();

// The document that a text holds; the test fails if there is none.
policy::Document read_back(const std::string& text);

} // namespace polhist::properties
