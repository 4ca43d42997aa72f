#include "diff/one_sided.h"
#include "documents.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

namespace polhist::diff {
namespace {

std::vector<policy::Grant> difference_of(const policy::Document& ours,
                                         const policy::Document& theirs) {
    std::vector<policy::Grant> only;
    std::ranges::set_difference(policy::grants_of(ours),
                                policy::grants_of(theirs),
                                std::back_inserter(only),
                                [](auto& a, auto& b) { return policy::compare(a, b) < 0; });
    return only;
}

policy::Document document_like(const std::string& statements) {
    return document_of("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}");
}

} // namespace

TEST_CASE("one-sided grants are the difference of all grants") {
    const std::string bucket = R"("Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]})";
    const std::string every = R"("Resource": "*"})";
    const std::string allow = R"({"Effect": "Allow", )";
    const std::string documents[] = {
        "",
        allow + R"("Action": ["s3:A", "s3:B", "s3:C"], )" + bucket,
        allow + R"("Action": ["S3:a", "s3:C", "s3:D"], )" + bucket,
        // Split in two, and one grant of it elsewhere.
        allow + R"("Action": "s3:A", )" + bucket + ", " + allow + R"("Action": "s3:B", )" + bucket,
        allow + R"("Action": ["s3:A", "s3:D"], "Resource": "arn:aws:s3:::a"})",
        allow + R"("Action": ["s3:B", "s3:C"], )" + every + ", " + allow +
            R"("Action": ["s3:C", "s3:*"], )" + every,
        // Lists that stay whole.
        allow + R"("NotAction": ["s3:A", "s3:B"], )" + every,
        allow + R"("NotAction": ["s3:a", "s3:b"], )" + every,
        allow + R"("NotAction": ["s3:A"], )" + every + ", " + allow + R"("Action": "s3:A", )" +
            every,
        R"({"Effect": "Deny", "Action": "s3:A", )" + every,
        allow + R"("Action": "s3:A", "Condition": {"StringEquals": {"a:b": "c"}}, )" + every,
        allow + R"("Action": "s3:A", "Condition": {"stringequals": {"A:B": "c"}}, )" + every,
    };
    for (const std::string& one : documents) {
        for (const std::string& other : documents) {
            CAPTURE(one);
            CAPTURE(other);
            const policy::Document ours = document_like(one);
            const policy::Document theirs = document_like(other);
            const policy::Counterparts counterparts(ours, theirs);
            const OneSided found = one_sided(ours, counterparts.before, theirs);
            CHECK(spelt(found.only) == spelt(difference_of(ours, theirs)));
            CHECK(spelt(one_sided(theirs, counterparts.after, ours).only) ==
                  spelt(difference_of(theirs, ours)));
            for (const policy::Grant& grant : policy::grants_of(theirs)) {
                const bool shares_action = std::ranges::any_of(found.only, [&](const auto& mine) {
                    return policy::compare_actions(mine, grant) == 0;
                });
                const bool there = std::ranges::any_of(found.across, [&](const auto& across) {
                    return policy::compare(across, grant) == 0;
                });
                CHECK((there || !shares_action));
            }
        }
    }
}

} // namespace polhist::diff
