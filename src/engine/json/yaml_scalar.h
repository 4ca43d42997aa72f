// What scalars and tags of YAML are in JSON.

#pragma once

#include <string>
#include <string_view>

namespace polhist::json {

// A scalar without quotes as JSON: null or a number of the core schema of YAML 1.2, a boolean also
// as YAML 1.1 has it (`no`, `off`), which CloudFormation reads, else a string. Twelve digits are an
// account, and a string.
std::string plain_scalar(std::string_view text);

// The key that a short form of CloudFormation stands for, `Fn::Sub` for `!Sub`; empty for another
// tag. Source: "Intrinsic function reference" in the CloudFormation Template Reference Guide.
std::string function_key(std::string_view tag);

} // namespace polhist::json
