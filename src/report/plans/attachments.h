// Lists of policies that a template attaches.

#pragma once

#include "json/tree.h"
#include "plans/change.h"
#include "plans/definitions.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace polhist::plans {

// What is attached, by what tells it from others: the name of a policy of AWS, else its ARN, else
// the function that gives it.
struct Attached {
    std::string policy; // the ARN or name as the template has it
    bool known = false; // else `policy` is a function
};

// The ARN or name that a string or a function gives in the partition `aws`, where that is all it
// needs.
std::optional<std::string> policy_named(const json::Value& value);

using Attachments = std::map<std::string, Attached>;

// Adds what one value attaches. `mark` is behind a function that the other template defines in
// another way.
void attach(const json::Value& value,
            const Definitions& definitions,
            std::string_view mark,
            Attachments& out);

// Adds the changes from one set to another; `name` is what they are attached by.
void add_attachment_changes(const std::string& name,
                            const Attachments& before,
                            const Attachments& after,
                            std::vector<Change>& out);

} // namespace polhist::plans
