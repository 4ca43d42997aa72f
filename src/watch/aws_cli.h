// The user's own AWS CLI: credentials, profiles, single sign-on and regions are its business.

#pragma once

#include "core/error.h"
#include "watch/pace.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::watch {

class AwsCli {
public:
    // Requests of several threads go through one `pace`, which must stay.
    explicit AwsCli(Pace& pace) : pace_(pace) {}

    // What `aws iam WORDS` prints, as JSON, at most `most` bytes; the CLI is found along PATH and
    // fetches all pages itself. When IAM says that it is asked too often it is asked again later,
    // six times. An error says what the CLI said.
    Result<std::string> iam(const std::vector<std::string>& words, std::size_t most);

private:
    Pace& pace_;
};

// Whether the CLI failed because IAM was asked too often, or for now has no time for anybody.
bool is_throttled(std::string_view errors);

// Whether it failed because what was asked for is not there.
bool is_about_nothing(std::string_view errors);

} // namespace polhist::watch
