#include "answers/check.h"

#include <fmt/format.h>

namespace polhist::answers {
namespace {

using access::AccessPatterns;
using access::PatternFault;

// The first thing wrong with patterns; empty where nothing is.
std::string sentence_on(const AccessPatterns& patterns) {
    const auto [fault, pattern] = access::fault_of(patterns);
    switch (fault) {
    case PatternFault::nothing:
        break;
    case PatternFault::none_named:
        return "name an --action, a --resource or both";
    case PatternFault::no_action:
        return fmt::format("--action `{}` is no action; write `service:Name` or `*`", pattern);
    case PatternFault::no_resource:
        return fmt::format("--resource `{}` is no resource; write `arn:…` or `*`", pattern);
    case PatternFault::matches_nothing:
        return fmt::format("--resource `{}` matches no resource: an ARN has six fields; with it "
                           "the check would pass whatever the document says",
                           pattern);
    }
    return {};
}

} // namespace

Check check_no_new_access(Endpoint reference, Endpoint changed, std::size_t budget) {
    access::Checked checked =
        access::check_no_new_access(*reference.document, *changed.document, budget);
    return {std::move(checked), std::move(changed), std::move(reference), {}};
}

Result<Check>
check_access_not_granted(Endpoint document, AccessPatterns patterns, std::size_t budget) {
    if (std::string fault = sentence_on(patterns); !fault.empty()) {
        return failure(std::move(fault));
    }
    access::Checked checked =
        access::check_access_not_granted(*document.document, patterns, budget);
    return Check{std::move(checked), std::move(document), {}, std::move(patterns)};
}

Result<Check> check_no_public_access(Endpoint document, std::size_t budget) {
    if (const policy::Statement* without = access::without_principal(*document.document)) {
        return failure(fmt::format("{}: {} names no principal; no-public-access is for resource "
                                   "and trust policies, which say in each statement who may",
                                   document.label,
                                   policy::label_of(*without)));
    }
    access::Checked checked = access::check_no_public_access(*document.document, budget);
    return Check{std::move(checked), std::move(document), {}, {}};
}

} // namespace polhist::answers
