// Names and ARNs of IAM, and whose policies they say there are.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polhist::ingest {

// What an ARN of IAM says, `arn:aws:iam::123456789012:policy/path/NAME`.
struct Arn {
    std::string scope;     // as timeline::PolicyKey has it
    std::string_view type; // `policy`, `role`, `user`, `group`
    std::string_view name; // without the path; views of the text
};

// Nothing for anything else. The policies of AWS are of scope `aws`; those of its other partitions
// (`aws-cn`, `aws-us-gov`), whose documents differ, are of a scope named like the partition.
std::optional<Arn> parse_arn(std::string_view text);

// Whether a text can be the name of a policy, role, user or group: 1 to 128 letters, digits and
// `+=,.@_-`.
bool is_iam_name(std::string_view text);

} // namespace polhist::ingest
