#include "core/digest.h"
#include "ingest/account.h"
#include "ingest/entry.h"
#include "ingest/evidence.h"
#include "ingest/listing.h"
#include "ingest/principal.h"
#include "ingest/rejections.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace polhist::ingest {
namespace {

using json::Kind;
using json::Value;
using timeline::PolicyKey;

// One kind of identity, and where a dump holds its policies.
struct IdentityKind {
    std::string_view list;     // `RoleDetailList`
    std::string_view name;     // `RoleName`
    std::string_view type;     // `role`, of its ARN and of the names of its policies
    std::string_view policies; // `RolePolicyList`
    std::string_view trust;    // `AssumeRolePolicyDocument`; empty for others
};

constexpr std::array<IdentityKind, 3> identity_kinds{{
    {"UserDetailList", "UserName", "user", "UserPolicyList", ""},
    {"GroupDetailList", "GroupName", "group", "GroupPolicyList", ""},
    {"RoleDetailList", "RoleName", "role", "RolePolicyList", "AssumeRolePolicyDocument"},
}};

// What a policy says of itself, less its versions.
struct ListedPolicy {
    Named named;
    PolicyFacts facts;
};

// A version that an entry of PolicyVersionList tells.
struct ListedVersion {
    policy::VersionFacts facts;
    Value entry;
    std::string path;
};

struct VersionList {
    std::vector<ListedVersion> listed;
    bool is_whole = true; // no version was rejected
};

class DumpReader {
public:
    DumpReader(const json::Tree& tree, const Options& options)
        : tree_(tree),
          options_(options),
          observed_(options),
          account_(account_of(tree, options.scope)),
          rejections_(std::string(tree.source().name)) {
        if (!observed_.at) {
            observed_.at = options.now;
        }
        if (account_) {
            observed_.observer = "account/" + *account_;
        }
    }

    Imported read(const Value& policies) {
        count_arns(policies);
        for (const IdentityKind& kind : identity_kinds) {
            if (const auto list = tree_.root().find(kind.list)) {
                count_arns(*list);
            }
        }
        each(policies, "$.Policies", [&](const Value& entry, const std::string& path) {
            return managed(entry, path);
        });
        for (const IdentityKind& kind : identity_kinds) {
            identities(kind);
        }
        imported_.rejected = rejections_.take();
        claim_poll();
        undate_forms();
        return std::move(imported_);
    }

private:
    // Where a part could not be read, nothing counts as gone.
    void claim_poll() {
        if (!account_ || !observed_.at) {
            return;
        }
        timeline::Poll poll{observed_.observer, *observed_.at, *account_, {}, {}};
        if (imported_.rejected.empty()) {
            poll.kinds = kinds_listed(tree_);
        }
        if (!options_.at) {
            poll.digest = sha256(tree_.source().text);
        }
        imported_.claims.polls.push_back(std::move(poll));
    }

    // The time of an observation is no property of the spelling of a document.
    void undate_forms() {
        for (timeline::Form& form : imported_.claims.forms) {
            form.at = options_.at;
        }
    }

    void reject(std::string path, Error error) {
        rejections_.add(std::move(path), std::move(error.message));
    }

    tl::unexpected<Error> wrong(const Value& value, const std::string& what) {
        return tl::make_unexpected(complaints_.at(value, what));
    }

    // Every entry of a list; those that `read` refuses are rejected.
    template <typename Read>
    void each(const Value& list, const std::string& path, Read read) {
        std::size_t position = 0;
        for (const Value entry : list.items()) {
            const std::string where = fmt::format("{}[{}]", path, position++);
            if (Result<void> done = read(entry, where); !done) {
                reject(where, std::move(done.error()));
            }
            report_progress(entry);
        }
    }

    void report_progress(const Value& entry) const {
        if (options_.progress) {
            options_.progress(static_cast<double>(entry.offset()) /
                              static_cast<double>(tree_.source().text.size()));
        }
    }

    void count_arns(const Value& list) {
        for (const Value entry : list.items()) {
            if (const auto arn = entry.find("Arn"); arn && arn->kind() == Kind::string) {
                ++arns_[arn->text()];
            }
        }
    }

    Result<Named> name(const Value& entry, std::string_view member, std::string_view type) {
        auto named = read_name({member, type, &entry}, options_.scope, complaints_);
        if (named && !named->arn.empty() && arns_[named->arn] > 1) {
            return wrong(entry, fmt::format("`{}` stands twice; keep one", named->arn));
        }
        return named;
    }

    Result<ListedPolicy> listed_policy(const Value& entry) {
        auto named = name(entry, "PolicyName", "policy");
        if (!named) {
            return tl::make_unexpected(std::move(named.error()));
        }
        if (!policies_.insert(named->key).second) {
            return wrong(
                entry, fmt::format("`{}` stands twice in one account; keep one", named->key.name));
        }
        const auto facts = read_policy_facts(entry, complaints_);
        if (!facts) {
            return tl::make_unexpected(facts.error());
        }
        return ListedPolicy{std::move(*named), *facts};
    }

    Result<void> managed(const Value& entry, const std::string& path) {
        const auto policy = listed_policy(entry);
        if (!policy) {
            return tl::make_unexpected(policy.error());
        }
        const auto list = entry.find("PolicyVersionList");
        if (!list || list->kind() != Kind::array) {
            return wrong(entry,
                         fmt::format("`{}` has no list `PolicyVersionList`; add it",
                                     policy->named.key.name));
        }
        auto versions = listed_versions(*list, path + ".PolicyVersionList");
        if (!versions) {
            return tl::make_unexpected(std::move(versions.error()));
        }
        if (auto checked = check_default(entry, *policy, *versions); !checked) {
            return checked;
        }
        claim_policy(*policy, versions->listed);
        for (const ListedVersion& version : versions->listed) {
            claim(policy->named.key, version);
        }
        return {};
    }

    // The versions of a list; those whose facts are wrong are rejected one by one, and noted.
    Result<VersionList> listed_versions(const Value& list, const std::string& path) {
        VersionList versions;
        std::unordered_set<std::string> ids;
        std::size_t position = 0;
        for (const Value entry : list.items()) {
            std::string where = fmt::format("{}[{}]", path, position++);
            auto facts = version_facts(entry);
            if (!facts) {
                reject(std::move(where), std::move(facts.error()));
                versions.is_whole = false;
                continue;
            }
            if (!ids.insert(facts->id).second) {
                return wrong(entry, fmt::format("`{}` is listed twice; keep one", facts->id));
            }
            versions.listed.push_back({std::move(*facts), entry, std::move(where)});
        }
        return versions;
    }

    // Once many errors were told with their place in the text, they are told from the entry on.
    Result<policy::VersionFacts> version_facts(const Value& entry) {
        if (complaints_.has_room()) {
            auto facts = policy::read_facts(entry);
            if (!facts) {
                complaints_.take();
            }
            return facts;
        }
        const json::Tree part = json::Tree::part(entry, tree_.source().name);
        return policy::read_facts(part.root());
    }

    Result<void>
    check_default(const Value& entry, const ListedPolicy& policy, const VersionList& versions) {
        const std::string& name = policy.named.key.name;
        const ListedVersion* chosen = nullptr;
        for (const ListedVersion& version : versions.listed) {
            if (!version.facts.is_default.value_or(false)) {
                continue;
            }
            if (chosen != nullptr) {
                return wrong(entry,
                             fmt::format("`{}` has two default versions, `{}` and `{}`; keep one",
                                         name,
                                         chosen->facts.id,
                                         version.facts.id));
            }
            chosen = &version;
        }
        if (chosen == nullptr && !versions.is_whole) {
            return {}; // it may be the one that was rejected
        }
        if (chosen == nullptr) {
            return wrong(
                entry,
                fmt::format("`{}` has no default version; set `IsDefaultVersion` of one", name));
        }
        if (!policy.facts.default_version.empty() &&
            policy.facts.default_version != chosen->facts.id) {
            return wrong(entry,
                         fmt::format("`DefaultVersionId` of `{}` is `{}`, but `IsDefaultVersion` "
                                     "says `{}`; mend one",
                                     name,
                                     policy.facts.default_version,
                                     chosen->facts.id));
        }
        return {};
    }

    void claim_policy(const ListedPolicy& policy, const std::vector<ListedVersion>& versions) {
        timeline::Claims& claims = imported_.claims;
        claims.policies.push_back({policy.named.key,
                                   policy.named.arn,
                                   policy.facts.created,
                                   timeline::SourceClass::exact});
        for (const ListedVersion& version : versions) {
            if (version.facts.is_default.value_or(false)) {
                claims.listings.push_back(
                    {policy.named.key, version.facts.id, policy.facts.updated});
            }
        }
    }

    void claim(const PolicyKey& key, const ListedVersion& version) {
        auto evidence = document_of(version.entry, "Document");
        if (!evidence) {
            reject(version.path, std::move(evidence.error()));
            return;
        }
        claim_version(imported_.claims,
                      {key,
                       version.facts.id,
                       std::move(evidence->document),
                       version.facts.created,
                       timeline::SourceClass::exact},
                      std::move(evidence->bytes),
                      version.facts.is_default.value_or(false),
                      observed_);
    }

    Result<Evidence> document_of(const Value& entry, std::string_view member) {
        const auto document = entry.find(member);
        if (!document) {
            return wrong(entry, fmt::format("has no `{}`; add it", member));
        }
        return documents_.read(*document);
    }

    void identities(const IdentityKind& kind) {
        const auto list = tree_.root().find(kind.list);
        if (!list) {
            return;
        }
        const std::string path = fmt::format("$.{}", kind.list);
        if (list->kind() != Kind::array) {
            reject(path, complaints_.at(*list, fmt::format("`{}` must be an array", kind.list)));
            return;
        }
        each(*list, path, [&](const Value& entry, const std::string& where) {
            return identity(kind, entry, where);
        });
    }

    Result<void> identity(const IdentityKind& kind, const Value& entry, const std::string& path) {
        const auto named = name(entry, kind.name, kind.type);
        if (!named) {
            return tl::make_unexpected(named.error());
        }
        if (auto claimed = claim_principal(kind, entry, *named); !claimed) {
            return claimed;
        }
        const std::string prefix = fmt::format("{}/{}", kind.type, named->key.name);
        if (const auto trust = kind.trust.empty() ? std::nullopt : entry.find(kind.trust)) {
            auto evidence = documents_.read(*trust);
            if (evidence) {
                claim_bare(imported_.claims,
                           {named->key.scope, prefix + "/trust"},
                           std::move(*evidence),
                           observed_);
            } else {
                reject(fmt::format("{}.{}", path, kind.trust), std::move(evidence.error()));
            }
        }
        const auto list = entry.find(kind.policies);
        if (!list) {
            return {};
        }
        if (list->kind() != Kind::array) {
            return wrong(*list, fmt::format("`{}` must be an array", kind.policies));
        }
        std::set<std::string, std::less<>> names;
        each(*list,
             fmt::format("{}.{}", path, kind.policies),
             [&](const Value& policy, const std::string&) {
                 return inline_policy(policy, {named->key.scope, prefix + "/inline/"}, names);
             });
        return {};
    }

    // Of an account that is not known by its number nobody could say later who was meant.
    Result<void> claim_principal(const IdentityKind& kind, const Value& entry, const Named& named) {
        auto seen = read_principal(entry, kind.type, kind.policies, named, complaints_);
        if (!seen) {
            return tl::make_unexpected(std::move(seen.error()));
        }
        if (account_ && observed_.at) {
            seen->observer = observed_.observer;
            seen->at = *observed_.at;
            imported_.claims.principals.push_back(std::move(*seen));
        }
        return {};
    }

    Result<void>
    inline_policy(const Value& entry, PolicyKey key, std::set<std::string, std::less<>>& names) {
        const auto named = read_name({"PolicyName", "policy", &entry}, key.scope, complaints_);
        if (!named) {
            return tl::make_unexpected(named.error());
        }
        if (!names.insert(named->key.name).second) {
            return wrong(entry, fmt::format("`{}` stands twice; keep one", named->key.name));
        }
        auto evidence = document_of(entry, "PolicyDocument");
        if (!evidence) {
            return tl::make_unexpected(std::move(evidence.error()));
        }
        key.name += named->key.name;
        claim_bare(imported_.claims, std::move(key), std::move(*evidence), observed_);
        return {};
    }

    const json::Tree& tree_;
    const Options& options_;
    Options observed_; // when and by whom what is in force was observed
    std::optional<std::string> account_;
    Complaints complaints_;
    Rejections rejections_;
    EvidenceReader documents_;
    std::unordered_map<std::string_view, std::size_t> arns_;
    std::set<PolicyKey> policies_;
    Imported imported_;
};

} // namespace

Result<Imported> read_dump(const json::Tree& tree, const Options& options) {
    const auto policies = read_whole(tree);
    if (!policies) {
        return tl::make_unexpected(policies.error());
    }
    return DumpReader(tree, options).read(*policies);
}

} // namespace polhist::ingest
