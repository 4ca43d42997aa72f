// Where things are in the tree of a store.
//
// A policy is in the folder `policies/A/B/SCOPE+NAME`, a documentation page in `pages/A/B/+TITLE`,
// an observer in `observers/A/B/+NAME`, a user, group or role in `principals/A/B/ACCOUNT+NAME`. A
// and B are two digits of the hash of what follows, so that no folder has more than about 2,000
// entries, however many policies there are.

#pragma once

#include "timeline/claim.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::store {

constexpr std::size_t longest_name = 200; // bytes

// A text as the name of a folder: ASCII letters, digits, `-`, `_`, `.`, `,`, `=` and `@` as they
// are, all else as `%XX`. No two texts have one name. Nothing that git or a file system would take
// for something else comes out where the name does not begin with a dot, which is `%2E`.
std::string encoded(std::string_view text);

// The folder of a policy, of a page, of an observer and of a principal, from the top of the tree. A
// name of more than `longest_name` bytes is cut off, and `%-` and the SHA-256 of it whole follow.
std::string folder_of(const timeline::PolicyKey& policy);
std::string folder_of_page(std::string_view title);
std::string folder_of_observer(std::string_view name);
std::string folder_of_principal(const timeline::PrincipalKey& principal);

// The policy whose folder has this name; nothing where it was cut off, or is no such name.
std::optional<timeline::PolicyKey> key_in(std::string_view name);

} // namespace polhist::store
