// What stands behind the public types, and how the engine's answers become theirs.
//
// Each conversion copies: a public answer views neither a document nor a set.

#pragma once

#include "access/check.h"
#include "access/layers.h"
#include "core/error.h"
#include "policy/grant.h"
#include "policy/set.h"

#include <polhist/check.h>
#include <polhist/document.h>
#include <polhist/evaluate.h>
#include <polhist/set.h>

#include <memory>
#include <string_view>

namespace polhist::api {

struct Document::Impl {
    policy::Document document;
};

struct PolicySet::Impl {
    policy::PolicySet set;
};

// The way from a public type to what it holds, and back.
struct Internals {
    static const policy::Document& of(const Document& document) { return document.impl_->document; }

    static const policy::PolicySet& of(const PolicySet& set) { return set.impl_->set; }

    // Shares the document.
    static std::shared_ptr<const policy::Document> shared(const Document& document);

    static Document document(policy::Document&& document);
    static PolicySet set(policy::PolicySet&& set);
};

// A failure of the engine, whose line tells the place of a text called `name`.
Error error_of(const polhist::Error& error, ErrorCode code, std::string_view name);

// A request as the engine has it, and back.
access::Request request_of(const Request& request);
Request request_of(const access::Request& request);

// Refers to statements of documents, or of sets where there are some.
class References {
public:
    References() = default;

    explicit References(const access::LayeredSets& sets) : sets_(&sets) {}

    [[nodiscard]] StatementReference to(const policy::Statement& statement) const;

    // Nothing for null.
    [[nodiscard]] std::optional<StatementReference> to(const policy::Statement* statement) const;

    // The layer of a bit; nothing for the caller, and for documents.
    [[nodiscard]] std::optional<Layer> layer(std::optional<std::size_t> bit) const;

private:
    const access::LayeredSets* sets_ = nullptr;
};

StatementReference reference_of(const access::Origin& origin, const policy::Statement& statement);

Side side_of(access::Side side);
Via via_of(access::Via via);

// Of documents; of sets without `denies`.
Comparison comparison_of(const access::Access& access, const References& references);

} // namespace polhist::api
