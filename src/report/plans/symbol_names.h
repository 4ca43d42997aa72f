// The names of unknown values that two templates have between them.
//
// CloudFormation tells `Bucket` from `bucket`; a policy variable has no letter case. So where names
// differ in nothing else, all but one get a number.

#pragma once

#include "json/tree.h"

#include <map>
#include <string>

namespace polhist::plans {

class SymbolNames {
public:
    // The order of the two does not matter.
    SymbolNames(const json::Value& root, const json::Value& other_root);

    // A text with variables, in which each name is told from all others.
    [[nodiscard]] std::string told_apart(std::string text) const;

private:
    std::map<std::string, std::size_t, std::less<>> numbers_; // of names that need one
};

} // namespace polhist::plans
