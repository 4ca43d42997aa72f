#include "access/check.h"

#include "api/internals.h"

#include <fmt/format.h>
#include <polhist/check.h>

namespace polhist::api {
namespace {

CheckResult result_of(const access::Checked& checked) {
    CheckResult result;
    result.reasons.reserve(checked.reasons.size());
    const References references;
    for (const access::Reason& reason : checked.reasons) {
        result.reasons.push_back(
            {references.to(reason.statement),
             reason.of_reference,
             reason.request ? std::optional(request_of(*reason.request)) : std::nullopt,
             references.to(reason.because),
             reason.absent,
             via_of(reason.via),
             reason.note,
             reason.denial,
             reason.doubt});
    }
    return result;
}

// What is wrong with patterns; empty where nothing is.
std::string sentence_of(const access::FaultyPattern& faulty) {
    switch (faulty.fault) {
    case access::PatternFault::nothing:
        break;
    case access::PatternFault::none_named:
        return "name an action, a resource or both";
    case access::PatternFault::no_action:
        return fmt::format("`{}` is no action; write `service:Name` or `*`", faulty.pattern);
    case access::PatternFault::no_resource:
        return fmt::format("`{}` is no resource; write `arn:…` or `*`", faulty.pattern);
    case access::PatternFault::matches_nothing:
        return fmt::format("`{}` matches no resource: an ARN has six fields", faulty.pattern);
    }
    return {};
}

} // namespace

CheckResult
check_no_new_access(const Document& reference, const Document& changed, std::size_t budget) {
    return result_of(
        access::check_no_new_access(Internals::of(reference), Internals::of(changed), budget));
}

Result<CheckResult> check_access_not_granted(const Document& document,
                                             const AccessPatterns& patterns,
                                             std::size_t budget) {
    const access::AccessPatterns asked{patterns.actions, patterns.resources};
    if (std::string fault = sentence_of(access::fault_of(asked)); !fault.empty()) {
        return Error{ErrorCode::invalid_question, std::move(fault), std::nullopt};
    }
    return result_of(access::check_access_not_granted(Internals::of(document), asked, budget));
}

Result<CheckResult> check_no_public_access(const Document& document, std::size_t budget) {
    if (const policy::Statement* without = access::without_principal(Internals::of(document))) {
        return Error{ErrorCode::invalid_question,
                     fmt::format("Statement[{}] names no principal; no-public-access is for "
                                 "resource and trust policies, which say in each statement who may",
                                 without->index),
                     std::nullopt};
    }
    return result_of(access::check_no_public_access(Internals::of(document), budget));
}

} // namespace polhist::api
