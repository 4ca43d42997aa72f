#include "access/shared_issuer.h"

#include "policy/document.h"

#include <algorithm>
#include <array>
#include <span>

namespace polhist::access {
namespace {

// Where the customer's name stands in a claim's value: at the beginning or behind a `:`, between
// `before` and one of the characters of `until`. With no `until`, the value is all of the name.
struct TenantClaim {
    std::string_view claim; // folded
    std::string_view before;
    std::string_view until;
};

struct SharedIssuer {
    std::string_view issuer; // folded, without scheme
    bool has_path = false;   // followed by `/` and a path of the customer's
    std::span<const TenantClaim> claims;
};

// What GitHub writes into `sub`, and in which order, its customers choose. An `actor` is no
// customer: a workflow runs for whoever sets it off, in a stranger's repository too.
constexpr std::array github{
    TenantClaim{"sub", "repo:", "/:"},
    TenantClaim{"sub", "repository:", "/:"},
    TenantClaim{"sub", "repository_id:", ":"},
    TenantClaim{"sub", "repository_owner:", ":"},
    TenantClaim{"sub", "repository_owner_id:", ":"},
    TenantClaim{"sub", "enterprise:", ":"},
    TenantClaim{"sub", "enterprise_id:", ":"},
    TenantClaim{"enterprise_id", "", ""},
    TenantClaim{"repository", "", "/"},
    TenantClaim{"repository_id", "", ""},
    TenantClaim{"repository_owner", "", ""},
    TenantClaim{"repository_owner_id", "", ""},
};
constexpr std::array gitlab{
    TenantClaim{"sub", "project_path:", "/"},
    TenantClaim{"namespace_id", "", ""},
    TenantClaim{"project_id", "", ""},
};
constexpr std::array buildkite{
    TenantClaim{"sub", "organization:", ":"},
    TenantClaim{"cluster_id", "", ""},
    TenantClaim{"organization_id", "", ""},
    TenantClaim{"organization_slug", "", ""},
    TenantClaim{"pipeline_id", "", ""},
};
constexpr std::array circleci{
    TenantClaim{"sub", "org/", "/"},
    TenantClaim{"aud", "", ""},
    TenantClaim{"oidc.circleci.com/project-id", "", ""},
};
constexpr std::array bitbucket{
    TenantClaim{"sub", "{", "}"},
    TenantClaim{"aud", "ari:cloud:bitbucket::workspace/", ""},
};
// Not `oaud`, the audience that whoever asks for a token chose.
constexpr std::array google{
    TenantClaim{"aud", "", ""},
    TenantClaim{"google/organization_number", "", ""},
    TenantClaim{"sub", "", ""},
};
constexpr std::array apple{TenantClaim{"aud", "", ""}, TenantClaim{"sub", "", ""}};
constexpr std::array facebook{TenantClaim{"app_id", "", ""}, TenantClaim{"id", "", ""}};
constexpr std::array amazon{TenantClaim{"app_id", "", ""}, TenantClaim{"user_id", "", ""}};
constexpr std::array terraform{TenantClaim{"sub", "organization:", ":"}};
constexpr std::array account{TenantClaim{"sub", "account:", ":"}};
constexpr std::array datachain{TenantClaim{"sub", "credentials:", "/:"}};
constexpr std::array modal{TenantClaim{"sub", "modal:workspace_id:", ":"}};
constexpr std::array pulumi{TenantClaim{"aud", "", ""}, TenantClaim{"sub", "org:", ":"}};
constexpr std::array shisho{TenantClaim{"sub", "job:", ":"}};
constexpr std::array upbound{TenantClaim{"sub", "mcp:", "/"}};
constexpr std::array vercel{TenantClaim{"aud", "", ""}, TenantClaim{"sub", "owner:", ":"}};
constexpr std::array audience{TenantClaim{"aud", "", ""}};
constexpr std::array subject{TenantClaim{"sub", "", ""}};

constexpr std::string_view azure_sentinel = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d";

constexpr std::array issuers{
    SharedIssuer{"accounts.google.com", false, google},
    SharedIssuer{"agent.buildkite.com", false, buildkite},
    SharedIssuer{"api.bitbucket.org/2.0/workspaces", true, bitbucket},
    SharedIssuer{"api.cursor.com", false, subject},
    SharedIssuer{"api.gitpod.io/idp", false, subject},
    SharedIssuer{"api.pulumi.com/oidc", false, pulumi},
    SharedIssuer{"app.eu.terraform.io", false, terraform},
    SharedIssuer{"app.terraform.io", false, terraform},
    SharedIssuer{"appleid.apple.com", false, apple},
    SharedIssuer{"cognito-identity.amazonaws.com", false, apple},
    SharedIssuer{"gitlab.com", false, gitlab},
    SharedIssuer{"graph.facebook.com", false, facebook},
    SharedIssuer{"identity.depot.dev", false, subject},
    SharedIssuer{"login.app.env0.com", true, subject},
    SharedIssuer{"oidc-configuration.audit-log.githubusercontent.com", false, subject},
    SharedIssuer{"oidc.circleci.com", true, circleci},
    SharedIssuer{"oidc.cirrus-ci.com", false, subject},
    SharedIssuer{"oidc.codefresh.io", false, account},
    SharedIssuer{"oidc.modal.com", false, modal},
    SharedIssuer{"oidc.op1.openshiftapps.com", true, subject}, // IBM Turbonomic
    SharedIssuer{"oidc.vercel.com", false, vercel},
    SharedIssuer{"proidc.upbound.io", false, upbound},
    SharedIssuer{"sandboxes.cloud", false, audience},
    SharedIssuer{"scalr.io", false, account},
    SharedIssuer{"studio.datachain.ai/api", false, datachain},
    SharedIssuer{"token.actions.githubusercontent.com", false, github},
    SharedIssuer{azure_sentinel, true, {}},
    SharedIssuer{"token.builds.bitrise.io", false, subject},
    SharedIssuer{"tokens.cloud.shisho.dev", false, shisho},
    SharedIssuer{"vstoken.actions.githubusercontent.com", false, github},
    SharedIssuer{"www.amazon.com", false, amazon},
};

const SharedIssuer* shared_issuer(std::string_view folded) {
    const auto* found = std::ranges::find_if(issuers, [&](const SharedIssuer& one) {
        return folded == one.issuer || (one.has_path && folded.starts_with(one.issuer) &&
                                        folded.substr(one.issuer.size()).starts_with('/'));
    });
    return found == issuers.end() ? nullptr : found;
}

const SharedIssuer* shared_issuer_of(std::string_view principal) {
    constexpr std::string_view of_account = ":oidc-provider/";
    const std::size_t at = principal.find(of_account);
    return shared_issuer(policy::folded(
        at == std::string_view::npos ? principal : principal.substr(at + of_account.size())));
}

// Gives each rule for a claim to `visit` until one says true.
template <typename Visit>
bool any_claim(std::string_view key, Visit visit) {
    const std::size_t colon = std::min(key.find(':'), key.size());
    const SharedIssuer* issuer = shared_issuer(key.substr(0, colon));
    return issuer != nullptr && colon < key.size() &&
           std::ranges::any_of(issuer->claims, [&](const TenantClaim& one) {
               return one.claim == key.substr(colon + 1) && visit(one);
           });
}

// Whether a customer's name stands in the fixed text, all of it.
bool holds_name(const TenantClaim& claim, std::string_view fixed, bool has_more) {
    if (claim.until.empty()) {
        return !has_more && fixed.starts_with(claim.before) && fixed.size() > claim.before.size();
    }
    for (std::size_t at = 0; at < fixed.size();
         at = std::min(fixed.find(':', at), fixed.size()) + 1) {
        const std::string_view rest = fixed.substr(at);
        if (rest.starts_with(claim.before)) {
            const std::string_view name = rest.substr(claim.before.size());
            const std::size_t end = std::min(name.find_first_of(claim.until), name.size());
            return end > 0 && (end < name.size() || !has_more);
        }
    }
    return false;
}

} // namespace

bool is_shared_issuer(std::string_view principal) {
    return shared_issuer_of(principal) != nullptr;
}

bool names_tenant_by_session(std::string_view principal) {
    const SharedIssuer* issuer = shared_issuer_of(principal);
    return issuer != nullptr && issuer->issuer == azure_sentinel;
}

bool is_tenant_claim(std::string_view key) {
    return any_claim(key, [](const TenantClaim&) { return true; });
}

bool names_tenant(std::string_view key, std::string_view value, std::string_view fixed) {
    return any_claim(key, [&](const TenantClaim& claim) {
        return holds_name(claim, fixed, fixed.size() < value.size());
    });
}

} // namespace polhist::access
