// What one document says of one request.
//
// Allowed is what some Allow matches and no Deny does; the order of statements means nothing. A
// request is an action, a resource (`*` for actions without one), values for condition keys, and a
// principal where a statement names one. Source: "Policy evaluation logic" in the IAM User Guide.

#pragma once

#include "access/caller.h"
#include "access/condition.h"
#include "access/verdict.h"
#include "policy/counterparts.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace polhist::access {

enum class Outcome { allow, explicit_deny, implicit_deny, undecided };

std::string_view name_of(Outcome outcome); // `explicit-deny`

// Whether a `*` of a resource crosses the fields of ARNs, as it does for AWS, or stays inside.
enum class ResourceReading { crossing, fieldwise };

// What a statement says besides its actions, made ready for many requests: good as long as the
// statement stays. Most requests are never held against its resources, which real policies have
// very many of, so their patterns are made when they are first asked for: one thread at a time.
class CompiledRest {
public:
    // `variables`: whether the language of its document has them.
    CompiledRest(const policy::Statement& source, bool variables, ResourceReading reading);

    [[nodiscard]] const policy::Statement& source() const { return *source_; }

    [[nodiscard]] bool has_variables() const { return variables_; }

    [[nodiscard]] const std::vector<Pattern>& resources() const;

    [[nodiscard]] const std::optional<ListedNames>& principals() const { return principals_; }

    [[nodiscard]] const std::vector<Test>& tests() const { return tests_; }

    // The position of a condition whose operator is not known.
    [[nodiscard]] std::optional<std::size_t> unknown() const { return unknown_; }

private:
    const policy::Statement* source_;
    bool variables_;
    ResourceReading reading_;
    mutable std::optional<std::vector<Pattern>> resources_; // once they were asked for
    std::optional<ListedNames> principals_;
    std::vector<Test> tests_;
    std::optional<std::size_t> unknown_;
};

// A statement made ready for many requests.
struct CompiledStatement {
    const policy::Statement* source = nullptr;
    std::shared_ptr<const CompiledRest> rest;
    const policy::Condition* unknown = nullptr; // whose operator is not known
};

// A document made ready for many requests: good as long as the document stays.
class Compiled {
public:
    explicit Compiled(const policy::Document& document,
                      ResourceReading reading = ResourceReading::crossing);

    // The second of two: what stands in both is made once and shared. Both documents must stay.
    // `counterparts`: of the statements of `document`.
    Compiled(const policy::Document& document,
             const policy::Document& other,
             const Compiled& first,
             const std::vector<policy::Counterpart>& counterparts);

    [[nodiscard]] const std::vector<CompiledStatement>& statements() const { return statements_; }

private:
    void add(const policy::Statement& statement, std::shared_ptr<const CompiledRest> rest);

    std::vector<CompiledStatement> statements_;
};

// Layers of a policy set, a bit for each; see layers.h.
using LayerMask = std::uint64_t;

// `statement`: the first that denies or allows; the one that cannot be decided, because its
// operator is not known, where that is what matters; none for an implicit deny.
struct Decision {
    Outcome outcome = Outcome::implicit_deny;
    const policy::Statement* statement = nullptr;
};

Decision evaluate(const Compiled& policy, const Request& request);

// What a policy set says of a request: it allows what Allows of `all` its layers match. `masks`: by
// statement of `policy`, the layers that it is an Allow of. An allow is told by its Allow in the
// first layer.
Decision evaluate_set(const Compiled& policy,
                      const std::vector<LayerMask>& masks,
                      LayerMask all,
                      const Request& request);

// A request made ready to be held against many statements; it must stay.
class AskedRequest {
public:
    // `unclear_exempt`: what AWS leaves open about NotPrincipal is read the other way.
    explicit AskedRequest(const Request& request, bool unclear_exempt = false);
    AskedRequest(const AskedRequest&) = delete;
    AskedRequest& operator=(const AskedRequest&) = delete;
    AskedRequest(AskedRequest&&) = delete;
    AskedRequest& operator=(AskedRequest&&) = delete;
    ~AskedRequest() = default;

    [[nodiscard]] const Request& request() const { return *request_; }

    // The values of a folded key; none where it is absent.
    [[nodiscard]] std::span<const std::string> values(std::string_view key) const;

    [[nodiscard]] const Lookup& lookup() const { return lookup_; }

    [[nodiscard]] bool unclear_exempt() const { return unclear_exempt_; }

private:
    const Request* request_;
    bool unclear_exempt_;
    Lookup lookup_;
    std::map<std::string, const std::vector<std::string>*, std::less<>> values_; // of many keys
};

// Whether a statement of known operators matches a request whose action it takes in.
bool matches_but_for_action(const CompiledStatement& statement, const AskedRequest& asked);

} // namespace polhist::access
