#include "ingest/listing.h"

#include "ingest/entry.h"
#include "ingest/rejections.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <set>

namespace polhist::ingest {
namespace {

using json::Value;

// Reads the entries of a listing, one after another.
class ListingReader {
public:
    ListingReader(std::string source, const Options& options)
        : options_(options),
          rejections_(std::move(source)) {}

    Imported read(const Value& policies) {
        std::size_t position = 0;
        for (const Value entry : policies.items()) {
            if (auto done = policy(entry); !done) {
                rejections_.add(fmt::format("$.Policies[{}]", position),
                                std::move(done.error().message));
            }
            ++position;
        }
        imported_.rejected = rejections_.take();
        return std::move(imported_);
    }

private:
    Result<void> policy(const Value& entry) {
        auto named = read_name({"PolicyName", "policy", &entry}, options_.scope, complaints_);
        if (!named) {
            return tl::make_unexpected(std::move(named.error()));
        }
        if (!seen_.insert(named->key).second) {
            return tl::make_unexpected(complaints_.at(
                entry, fmt::format("`{}` is listed twice; keep one", named->key.name)));
        }
        const auto facts = read_policy_facts(entry, complaints_);
        if (!facts) {
            return tl::make_unexpected(facts.error());
        }
        const std::string_view version = facts->default_version;
        if (!version.empty() && !policy::is_version_id(version)) {
            return tl::make_unexpected(
                complaints_.at(entry, fmt::format("`{}` is no version id; write `v13`", version)));
        }
        timeline::Claims& claims = imported_.claims;
        claims.policies.push_back(
            {named->key, std::move(named->arn), facts->created, timeline::SourceClass::exact});
        if (!version.empty()) {
            claims.listings.push_back(
                {std::move(named->key), std::string(version), facts->updated});
        }
        return {};
    }

    const Options& options_;
    Complaints complaints_;
    Rejections rejections_;
    std::set<timeline::PolicyKey> seen_;
    Imported imported_;
};

} // namespace

Result<Imported> read_listing(const json::Tree& tree, const Options& options) {
    const auto policies = read_whole(tree);
    if (!policies) {
        return tl::make_unexpected(policies.error());
    }
    return ListingReader(std::string(tree.source().name), options).read(*policies);
}

} // namespace polhist::ingest
