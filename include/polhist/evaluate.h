// What a document, or a policy set, says of one request.
//
// A request is allowed when some Allow matches it and no Deny does; the order of statements means
// nothing. Source: "Policy evaluation logic" in the IAM User Guide.
//
// Example:
//     const auto decision = evaluate(*document, {"s3:GetObject", "arn:aws:s3:::logs/today"});
//     if (decision && decision->outcome == Outcome::allow) { … }

#pragma once

#include <polhist/document.h>
#include <polhist/request.h>
#include <polhist/set.h>
#include <polhist/statement.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace polhist::api {

enum class Outcome : std::uint8_t { allow, explicit_deny, implicit_deny };

// `explicit-deny`.
POLHIST_API std::string_view name_of(Outcome outcome);

// `statement` is the first one that denies the request, or else the first that allows it; none for
// an implicit deny. A policy set gives the Allow of its first layer.
struct Decision {
    Outcome outcome = Outcome::implicit_deny;
    std::optional<StatementReference> statement{};
};

// A document or policy set made ready for many requests. It shares the document, which need not be
// kept. Use it from one thread at a time; each thread may have its own.
class Evaluator {
public:
    POLHIST_API explicit Evaluator(const Document& document);
    POLHIST_API explicit Evaluator(const PolicySet& set);
    POLHIST_API ~Evaluator();
    POLHIST_API Evaluator(Evaluator&& other) noexcept;
    POLHIST_API Evaluator& operator=(Evaluator&& other) noexcept;
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    // Errors: invalid_request, for a principal that cannot ask (a group, a name with a wildcard), a
    // context that contradicts the principal or the resource, or a principal other than the set's;
    // undecidable, where an unknown condition operator decides.
    [[nodiscard]] POLHIST_API Result<Decision> evaluate(const Request& request) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// One request. Errors as of Evaluator::evaluate.
POLHIST_API Result<Decision> evaluate(const Document& document, const Request& request);

// One request to a policy set. The set's principal asks where the request names none.
POLHIST_API Result<Decision> evaluate(const PolicySet& set, const Request& request);

} // namespace polhist::api
