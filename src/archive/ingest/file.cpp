#include "ingest/file.h"

#include "core/instant.h"
#include "ingest/catalogue.h"
#include "ingest/dump_pages.h"
#include "ingest/evidence.h"
#include "ingest/kind.h"
#include "ingest/listing.h"
#include "ingest/page.h"
#include "json/yaml.h"
#include "policy/envelope.h"
#include "policy/inside.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::ingest {
namespace {

using json::Value;

bool looks_like_json(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start == std::string_view::npos || text[start] == '{' || text[start] == '[';
}

// Reads one text as one kind.
class FileReader {
public:
    FileReader(const json::Source& source, std::string_view policy, const Options& options)
        : source_(source),
          policy_(policy),
          options_(options) {}

    Result<Imported> read(std::optional<Kind> kind) {
        if (kind ? *kind == Kind::page || *kind == Kind::reference
                 : !looks_like_json(source_.text) && !json::is_yaml_name(source_.name)) {
            return page(kind);
        }
        const auto tree = json::Tree::parse_any(source_);
        if (!tree) {
            return tl::make_unexpected(tree.error());
        }
        if (const auto dump = pages_together(tree->root())) {
            const std::string name = std::string(source_.name) + " (its pages together)";
            return FileReader({name, *dump}, policy_, options_).read(kind);
        }
        switch (kind.value_or(recognise(*tree))) {
        case Kind::dump:
            return read_dump(*tree, options_);
        case Kind::listing:
            return read_listing(*tree, options_);
        case Kind::envelope:
            return envelope(tree->root());
        case Kind::catalogue:
            return read_catalogue(*tree, options_);
        case Kind::document:
        case Kind::git:
        case Kind::page:
        case Kind::reference:
            break;
        }
        return document(tree->root());
    }

private:
    Result<Imported> page(std::optional<Kind> kind) {
        const auto page = markup::read(source_);
        if (!page) {
            return tl::make_unexpected(page.error());
        }
        const bool reference = kind ? *kind == Kind::reference : is_reference(*page);
        return reference ? read_reference_page(*page, source_, options_)
                         : read_service_page(*page, source_, options_);
    }

    [[nodiscard]] Result<timeline::PolicyKey> key() const {
        if (policy_.empty()) {
            return failure(fmt::format("{}: nothing names the policy; put the document into a file "
                                       "`NAME.json`",
                                       source_.name));
        }
        return timeline::PolicyKey{options_.scope, std::string(policy_)};
    }

    // A document alone, or the one inside something else that AWS prints. What is none is told as
    // such before its name matters. What was YAML is kept as JSON.
    Result<Imported> document(const Value& root) {
        const bool alone = policy::is_meant_as_document(root);
        auto evidence = alone ? EvidenceReader().read(root) : evidence_inside(root);
        if (!evidence) {
            return tl::make_unexpected(std::move(evidence.error()));
        }
        auto policy = key();
        if (!policy) {
            return tl::make_unexpected(std::move(policy.error()));
        }
        Imported imported;
        if (alone) {
            evidence->bytes = root.source().text;
        }
        claim_bare(imported.claims, std::move(*policy), std::move(*evidence), options_);
        return imported;
    }

    static Result<Evidence> evidence_inside(const Value& root) {
        return policy::one_document_inside(root).and_then(
            [](const policy::DocumentInside& inside) { return EvidenceReader().read(inside); });
    }

    Result<Imported> envelope(const Value& root) {
        const auto version = root.find("PolicyVersion");
        if (!version) {
            return tl::make_unexpected(
                json::error_at(root, "has no `PolicyVersion`, as an envelope has"));
        }
        auto facts = policy::read_facts(*version);
        if (!facts) {
            return tl::make_unexpected(std::move(facts.error()));
        }
        const auto document = version->find("Document");
        if (!document) {
            return tl::make_unexpected(
                json::error_at(*version, "the version has no `Document`; add it"));
        }
        auto evidence = EvidenceReader().read(*document);
        if (!evidence) {
            return tl::make_unexpected(std::move(evidence.error()));
        }
        auto policy = key();
        if (!policy) {
            return tl::make_unexpected(std::move(policy.error()));
        }
        Imported imported;
        claim_version(imported.claims,
                      {std::move(*policy),
                       std::move(facts->id),
                       std::move(evidence->document),
                       facts->created,
                       timeline::SourceClass::exact},
                      std::string(root.source().text),
                      facts->is_default.value_or(false),
                      options_);
        return imported;
    }

    const json::Source& source_;
    std::string_view policy_;
    const Options& options_;
};

// `2021-08-11_v13`
bool is_snapshot_name(std::string_view name) {
    const std::size_t mark = name.find('_');
    return mark != std::string_view::npos && start_of_day(name.substr(0, mark)) &&
           policy::is_version_id(name.substr(mark + 1));
}

} // namespace

Result<Imported>
read_file(const json::Source& source, std::string_view policy, const Options& options) {
    std::optional<Kind> kind;
    if (!options.kind.empty()) {
        kind = kind_of_name(options.kind);
        if (!kind) {
            return unknown_kind(options.kind);
        }
    }
    return FileReader(source, policy, options).read(kind);
}

std::string policy_of_path(std::string_view path) {
    constexpr std::array<std::string_view, 3> endings{".json", ".yaml", ".yml"};
    std::string_view folder;
    std::string_view name = path;
    if (const std::size_t slash = path.rfind('/'); slash != std::string_view::npos) {
        folder = path.substr(0, slash);
        folder = folder.substr(folder.rfind('/') + 1);
        name = path.substr(slash + 1);
    }
    for (const std::string_view ending : endings) {
        if (name.ends_with(ending) && name.size() > ending.size()) {
            name.remove_suffix(ending.size());
            break;
        }
    }
    return std::string(is_snapshot_name(name) && !folder.empty() ? folder : name);
}

} // namespace polhist::ingest
