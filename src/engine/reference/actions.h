// What AWS lists as IAM actions: how far each reaches, since when it is listed, the types of
// resource it is asked for and the condition keys its requests have.
//
// The table is that of one day, and AWS's listing has errors: types are missing, and so are whole
// actions that AWS's own policies name. It never makes a verdict. Source: the Service Authorization
// Reference, by way of the packages that README.md names.
//
// The table is kept deflated, one service for itself; the first question about a service inflates
// it, which takes some 50 microseconds, 600 for the largest (ec2).

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::reference {

enum class Level : std::uint8_t { list, read, write, tagging, permissions_management };

std::string_view name_of(Level level); // as AWS writes it: `Permissions management`

struct ResourceType {
    std::string_view name;
    std::string_view arn; // each `${…}` is some text; only the last may hold `/` and `:`
    std::vector<std::string_view> keys; // as those of actions, but for global ones
};

// All texts live as long as the program.
struct ListedAction {
    std::string_view service;
    std::string_view name; // in AWS's spelling, without the service
    Level level;
    std::string_view listed; // the first day it was seen
    std::string_view before; // the last day the table was looked at without it; empty: none
    std::string_view gone;   // the last day it was seen, where it is no longer listed
    bool types_known;
    // None: it is asked for on `*`. The first ones a request must name; those with a shorter ARN
    // stand before others.
    std::vector<const ResourceType*> types;
    std::size_t required = 0;
    std::vector<std::string_view> keys; // a `${…}` or `<…>` in a name is some text
};

// The actions of a service, sorted by name in lower case; none where AWS lists no such service. In
// any letter case.
std::span<const ListedAction> actions_of(std::string_view service);

// An action by its whole name in any letter case; null where AWS never listed it.
const ListedAction* listed_action(std::string_view action);

std::string name_of(const ListedAction& action); // the whole: `s3:GetObject`

// The services that have or had actions, in lower case, sorted.
std::vector<std::string_view> service_names();

// Whether a key, in lower case, is one of those that AWS lists for an action, or for a type of
// resource that it is asked for. Global keys, which begin with `aws:`, may be in any request.
bool has_key(const ListedAction& action, std::string_view folded);

// The day of the table: `2026-09-26`.
std::string_view day_of_table();

} // namespace polhist::reference
