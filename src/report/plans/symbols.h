// Functions of a template that give the same in both templates, as policy variables.
//
// Whatever `Fn::GetAtt Bucket.Arn` will be, it is one text, the same before and after. As the
// variable `${Bucket.Arn}` it is compared like any other text that is not known: taking an action
// from its statement is `narrower` for every value. That goes for resources and for values of
// String and Arn operators, where IAM reads variables too; elsewhere, and where the templates
// differ in what a function leads to, it stays a function (plans/fillings.h).

#pragma once

#include "json/tree.h"
#include "plans/definitions.h"

#include <optional>
#include <string>
#include <vector>

namespace polhist::plans {

// The text that a string or a function gives, with a variable for what is not known; nothing where
// it may give several texts, or none.
std::optional<std::string> symbolic_text(const json::Value& value);

// Whether a text inside, of no function, has a `${Name}` that is no variable of IAM: probably meant
// for `Fn::Sub`, and not what a function of that name gives.
bool has_unset_variable(const json::Value& value);

// Whether a document is in the policy language of 2012, or means the same in it: that of 2008,
// which a document without `Version` has, differs only where a text has `${`.
bool may_be_of_2012(const json::Value& document);

// The document at `value`, which may be of 2012, as JSON of that language with each statement on a
// line of its own; `lines` has the line of each in the file of `value`: lines[0] is that of the one
// on the second line.
std::string with_symbols(const json::Value& value,
                         const Definitions& definitions,
                         std::vector<std::size_t>& lines);

} // namespace polhist::plans
