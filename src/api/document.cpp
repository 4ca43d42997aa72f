#include "api/internals.h"
#include "policy/canonical.h"
#include "policy/envelope.h"

#include <fmt/format.h>
#include <polhist/document.h>

namespace polhist::api {

static_assert(largest_document == policy::largest_document);

Document::Document(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<Document> Document::parse(std::string_view text, const ReadOptions& options) {
    if (text.size() > largest_document) {
        return Error{ErrorCode::too_large,
                     fmt::format("{}: over 1 MiB; no policy is that long", options.name),
                     std::nullopt};
    }
    const auto tree = json::Tree::parse_any({options.name, text});
    if (!tree) {
        return error_of(tree.error(), ErrorCode::syntax, options.name);
    }
    auto envelope = policy::read_any(tree->root());
    if (!envelope) {
        return error_of(envelope.error(), ErrorCode::invalid_document, options.name);
    }
    return Internals::document(std::move(envelope->document));
}

std::string Document::canonical_text() const {
    return policy::canonical_text(impl_->document);
}

std::size_t Document::statement_count() const {
    return impl_->document.statements.size();
}

std::size_t Document::grant_count() const {
    return policy::grants_of(impl_->document).size();
}

std::vector<std::string> Document::warnings() const {
    return impl_->document.warnings;
}

std::shared_ptr<const policy::Document> Internals::shared(const Document& document) {
    return {document.impl_, &document.impl_->document};
}

Document Internals::document(policy::Document&& document) {
    return Document(std::make_shared<const Document::Impl>(Document::Impl{std::move(document)}));
}

} // namespace polhist::api
