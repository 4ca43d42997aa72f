// A policy document, read once and good for many questions.

#pragma once

#include <polhist/export.h>
#include <polhist/result.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::api {

struct Internals;

// The largest text of a document, in bytes. Its lists may multiply to at most 250,000 grants.
inline constexpr std::size_t largest_document = std::size_t{1024} * 1024;

struct ReadOptions {
    // What messages call the text. A name that ends in `.yaml` or `.yml` has it read as YAML;
    // otherwise its first line decides.
    std::string name = "policy";
};

// A policy document as it means, not as it is written.
//
// It is immutable: copies share one document, cost a reference count, and may be read from several
// threads at once. What a question returns owns all that it holds and may outlive the document.
class Document {
public:
    // Reads JSON or YAML, strictly: what AWS would refuse, and what could be read in two ways, is
    // an error. The document may stand alone or inside what the AWS CLI prints, such as the output
    // of `get-policy-version`. The text is not kept.
    //
    // Errors: syntax, too_large (over `largest_document`), invalid_document.
    // Source: "Grammar of the IAM JSON policy language" in the IAM User Guide.
    POLHIST_API static Result<Document> parse(std::string_view text,
                                              const ReadOptions& options = {});

    // The one way to write the document: JSON whose lists are sorted and whose elements are in a
    // fixed order. Statements and their Sids keep their order. It ends with a line break.
    [[nodiscard]] POLHIST_API std::string canonical_text() const;

    // How many statements it has.
    [[nodiscard]] POLHIST_API std::size_t statement_count() const;

    // How many different grants its statements give. A grant is one effect, action, resource,
    // principal and set of conditions; see difference.h.
    [[nodiscard]] POLHIST_API std::size_t grant_count() const;

    // What was accepted and is probably not meant, as lines with name, line and column; at most 21.
    [[nodiscard]] POLHIST_API std::vector<std::string> warnings() const;

    // There is no move: it would leave a document behind that may not be read.
    Document(const Document& other) = default;
    Document& operator=(const Document& other) = default;
    ~Document() = default;

private:
    friend struct Internals;
    struct Impl;

    explicit Document(std::shared_ptr<const Impl> impl);

    std::shared_ptr<const Impl> impl_;
};

} // namespace polhist::api
