// A list that names the root of an account and nobody else of it.
//
// In a document the name of a root stands for its whole account, so no document can say this. Only
// the caller of a policy set needs it.

#pragma once

#include "policy/document.h"

namespace polhist::access {

// The kind of such a principal; its value is the ARN of the root.
inline constexpr std::string_view root_alone = "AWS root alone";

inline bool is_root_alone(const policy::Principal& named) {
    return named.kind == root_alone;
}

// The caller that such a principal takes in.
inline policy::Principal root_of(const policy::Principal& named) {
    return {"AWS", named.value};
}

} // namespace polhist::access
