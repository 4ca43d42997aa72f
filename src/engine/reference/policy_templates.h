// The policy templates of AWS SAM, as AWS publishes them (src/engine/reference/README.md).
//
// `S3ReadPolicy` with a `BucketName` stands for a policy of one statement or several, all of them
// of effect Allow.

#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace polhist::reference {

// One statement. Lists have a space between their items; in resources and conditions
// `${BucketName}` is a parameter, and `${AWS::Region}` what CloudFormation fills in.
struct PolicyTemplateStatement {
    std::string_view name;       // of the template
    std::string_view parameters; // that the template takes, the same in all its statements
    std::string_view actions;
    std::string_view resources;
    std::string_view condition; // operator, key and value; empty for none
};

// All statements, sorted by the name of their template.
std::span<const PolicyTemplateStatement> policy_template_rows();

// The statements of one template; none where AWS publishes no such template.
std::span<const PolicyTemplateStatement> policy_template(std::string_view name);

std::vector<std::string_view> policy_template_names();

} // namespace polhist::reference
