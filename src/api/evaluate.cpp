#include "access/request_facts.h"
#include "access/sets.h"
#include "api/internals.h"

#include <fmt/format.h>
#include <polhist/evaluate.h>

namespace polhist::api {
namespace {

Outcome outcome_of(access::Outcome outcome) {
    switch (outcome) {
    case access::Outcome::allow:
        return Outcome::allow;
    case access::Outcome::explicit_deny:
        return Outcome::explicit_deny;
    case access::Outcome::implicit_deny:
    case access::Outcome::undecided:
        break;
    }
    return Outcome::implicit_deny;
}

// A document and what was made of it, which views it.
struct OneDocument {
    std::shared_ptr<const policy::Document> document;
    access::Compiled compiled;

    explicit OneDocument(const Document& source)
        : document(Internals::shared(source)),
          compiled(*document) {}
};

} // namespace

struct Evaluator::Impl {
    std::optional<OneDocument> one;
    std::optional<access::CompiledSet> set;
    std::optional<std::string> caller; // of the set

    explicit Impl(const Document& document) : one(std::in_place, document) {}

    explicit Impl(const policy::PolicySet& source) : set(source), caller(source.principal) {}

    [[nodiscard]] access::Decision decide(const access::Request& request) const {
        return one ? access::evaluate(one->compiled, request) : set->evaluate(request);
    }

    [[nodiscard]] std::optional<StatementReference>
    reference_to(const policy::Statement* statement) const {
        if (one || statement == nullptr) {
            return References().to(statement);
        }
        const auto origin = set->origin_of(*statement);
        return origin ? reference_of(*origin, *statement) : StatementReference{};
    }
};

Evaluator::Evaluator(const Document& document) : impl_(std::make_unique<Impl>(document)) {}

Evaluator::Evaluator(const PolicySet& set) : impl_(std::make_unique<Impl>(Internals::of(set))) {}

Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&& other) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&& other) noexcept = default;

Result<Decision> Evaluator::evaluate(const Request& request) const {
    access::Request asked = request_of(request);
    if (impl_->caller && !access::name_caller(*impl_->caller, asked)) {
        return Error{ErrorCode::invalid_request,
                     fmt::format("the principal is not the one of the set, {}", *impl_->caller),
                     std::nullopt};
    }
    if (const auto complete = access::complete(asked); !complete) {
        return Error{ErrorCode::invalid_request, complete.error().message, std::nullopt};
    }
    const access::Decision decision = impl_->decide(asked);
    if (decision.outcome == access::Outcome::undecided) {
        return Error{ErrorCode::undecidable,
                     "a condition operator that is not known decides this request",
                     std::nullopt};
    }
    return Decision{outcome_of(decision.outcome), impl_->reference_to(decision.statement)};
}

Result<Decision> evaluate(const Document& document, const Request& request) {
    return Evaluator(document).evaluate(request);
}

Result<Decision> evaluate(const PolicySet& set, const Request& request) {
    return Evaluator(set).evaluate(request);
}

} // namespace polhist::api
