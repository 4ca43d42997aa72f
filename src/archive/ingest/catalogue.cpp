#include "ingest/catalogue.h"

#include "ingest/arn.h"
#include "ingest/entry.h"
#include "ingest/evidence.h"
#include "policy/envelope.h"

#include <fmt/format.h>

namespace polhist::ingest {
namespace {

using json::Kind;
using json::Member;
using json::Value;
using timeline::PolicyKey;
using timeline::SourceClass;

class CatalogueReader {
public:
    CatalogueReader(const json::Tree& tree, const Options& options)
        : root_(tree.root()),
          source_(tree.source().name),
          size_(static_cast<double>(tree.source().text.size())),
          options_(options) {}

    Imported read() {
        for (const Member& policy : root_.members()) {
            if (auto read = read_policy(policy); !read) {
                reject(std::string(policy.key), std::move(read.error()));
            }
            if (options_.progress) {
                options_.progress(static_cast<double>(policy.value.offset()) / size_);
            }
        }
        return std::move(imported_);
    }

private:
    Result<void> read_policy(const Member& policy) {
        const auto arn = read_string(policy.value, "arn", complaints_);
        const auto created = read_date(policy.value, "createdDate", complaints_);
        const auto versions = policy.value.find("versions");
        if (!arn || !created) {
            return tl::make_unexpected(arn ? created.error() : arn.error());
        }
        const auto parsed = parse_arn(*arn);
        if (!parsed || parsed->type != "policy" || parsed->name != policy.key) {
            return tl::make_unexpected(complaints_.at(
                policy.value, fmt::format("`arn` is `{}`, not that of `{}`", *arn, policy.key)));
        }
        if (!versions || versions->kind() != Kind::object) {
            return tl::make_unexpected(
                complaints_.at(policy.value, "the policy has no object `versions`"));
        }
        const PolicyKey key{parsed->scope, std::string(policy.key)};
        imported_.claims.policies.push_back(
            {key, std::string(*arn), *created, SourceClass::catalogue});
        for (const Member& version : versions->members()) {
            if (auto read = read_version(key, version); !read) {
                reject(fmt::format("{} {}", policy.key, version.key), std::move(read.error()));
            }
        }
        return {};
    }

    Result<void> read_version(const PolicyKey& policy, const Member& version) {
        if (!policy::is_version_id(version.key)) {
            return tl::make_unexpected(complaints_.at(
                version.value, fmt::format("`{}` is no version id such as `v13`", version.key)));
        }
        const auto created = read_date(version.value, "createdDate", complaints_);
        if (!created) {
            return tl::make_unexpected(created.error());
        }
        const auto document = version.value.find("document");
        if (!document) {
            return tl::make_unexpected(
                complaints_.at(version.value, "the version has no `document`"));
        }
        auto evidence = evidence_.read(*document);
        if (!evidence) {
            return tl::make_unexpected(std::move(evidence.error()));
        }
        imported_.claims.versions.push_back({policy,
                                             std::string(version.key),
                                             evidence->document,
                                             *created,
                                             SourceClass::catalogue});
        imported_.claims.forms.push_back(
            {policy, std::move(evidence->document), std::move(evidence->bytes), {}, {}});
        return {};
    }

    void reject(std::string path, Error error) {
        imported_.rejected.push_back(
            {std::string(source_), std::move(path), std::move(error.message)});
    }

    Value root_;
    std::string_view source_;
    double size_;
    const Options& options_;
    Complaints complaints_;
    EvidenceReader evidence_;
    Imported imported_;
};

} // namespace

bool is_catalogue(const json::Tree& tree) {
    for (const Member& policy : tree.root().members()) {
        const auto versions = policy.value.find("versions");
        return versions && versions->kind() == Kind::object && policy.value.find("arn");
    }
    return false;
}

Result<Imported> read_catalogue(const json::Tree& tree, const Options& options) {
    if (tree.root().kind() != Kind::object) {
        return tl::make_unexpected(
            json::error_at(tree.root(), "a catalogue is an object of policies by their names"));
    }
    Imported imported = CatalogueReader(tree, options).read();
    if (imported.claims.versions.empty() && imported.rejected.empty()) {
        return tl::make_unexpected(json::error_at(tree.root(), "the catalogue lists no policy"));
    }
    return imported;
}

} // namespace polhist::ingest
