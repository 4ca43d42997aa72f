// Documents with pieces that are filled in when a template is deployed.
//
// A statement with such pieces becomes one of what is known, and one that is as wide as whatever
// may be filled in, under a condition that nobody can judge: operator `Unresolved`, the element as
// key, the functions as values (access/unresolved.h compares such documents). So no piece is lost,
// and none is taken for more or less than it may be.

#pragma once

#include "json/tree.h"
#include "plans/change.h"
#include "plans/definitions.h"

#include <string>

namespace polhist::plans {

// Reads the document at `value` of a template. A function that the other template defines in
// another way is marked with `mark`, so that it is not taken for the same. `name` is what errors
// call the document.
Side read_template_document(const json::Value& value,
                            const Definitions& definitions,
                            const std::string& name,
                            std::string_view mark);

} // namespace polhist::plans
