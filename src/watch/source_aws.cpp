#include "core/account.h"
#include "core/digest.h"
#include "ingest/evidence.h"
#include "ingest/file.h"
#include "watch/aws_cli.h"
#include "watch/aws_listing.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace polhist::watch {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_pause = 100ms;
constexpr auto patience = 45min;
constexpr std::size_t most_listed = std::size_t{64} * 1024 * 1024;
constexpr std::size_t most_dumped = std::size_t{512} * 1024 * 1024;
constexpr std::size_t most_fetched = std::size_t{4} * 1024 * 1024;

// Fetches versions, a few at a time: the CLI needs longer to start than IAM to answer.
class Fetcher {
public:
    using Progress = std::function<void(double)>;

    Fetcher(AwsCli& cli, const std::vector<const ListedPolicy*>& wanted)
        : cli_(cli),
          wanted_(wanted),
          answers_(wanted.size()) {}

    // Of each that was wanted what the CLI printed or its error; nothing where it was not asked,
    // because an earlier error was one of the credentials or the service.
    std::vector<std::optional<Result<std::string>>> fetch(const Progress& progress) {
        constexpr std::size_t most_workers = 4;
        std::vector<std::thread> workers;
        for (std::size_t i = 1; i < std::min(most_workers, wanted_.size()); ++i) {
            workers.emplace_back([this] { work({}); });
        }
        work(progress);
        for (std::thread& worker : workers) {
            worker.join();
        }
        return std::move(answers_);
    }

private:
    void work(const Progress& progress) {
        for (std::size_t at = next_++; at < wanted_.size() && !stopped_; at = next_++) {
            auto answer = cli_.iam({"get-policy-version",
                                    "--policy-arn",
                                    wanted_[at]->arn,
                                    "--version-id",
                                    wanted_[at]->version},
                                   most_fetched);
            if (!answer && !is_about_nothing(answer.error().message)) {
                stopped_ = true;
            }
            answers_[at] = std::move(answer);
            if (progress) {
                progress(static_cast<double>(at + 1) / static_cast<double>(wanted_.size()));
            }
        }
    }

    AwsCli& cli_;
    const std::vector<const ListedPolicy*>& wanted_;
    std::vector<std::optional<Result<std::string>>> answers_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stopped_ = false;
};

// Credentials of another account than `scope` says would make all its policies look withdrawn.
Result<void> check_account(const timeline::Claims& claims, const std::string& scope) {
    for (const timeline::PolicyClaim& claim : claims.policies) {
        if (is_account(scope) && is_account(claim.policy.scope) && claim.policy.scope != scope) {
            return failure(fmt::format(
                "the credentials of the AWS CLI are for account {}, but --scope says {}",
                claim.policy.scope,
                scope));
        }
    }
    return {};
}

// One look at managed policies: what IAM lists, and of their default versions those that are new.
class Look {
public:
    Look(AwsCli& cli, const FetchOptions& options)
        : cli_(cli),
          options_(options),
          read_(ingest_options(options)) {}

    Result<Fetched> take(const std::string& scope) {
        auto policies = list(scope);
        if (!policies) {
            return tl::make_unexpected(std::move(policies.error()));
        }
        Fetched fetched;
        fetched.mark = digest_of(*policies);
        if (fetched.mark == options_.mark && imported_.rejected.empty()) {
            return fetched;
        }
        const std::size_t answered = bring(*policies);
        if (!trouble_.empty() && answered == 0) {
            return failure(trouble_);
        }
        if (!trouble_.empty()) {
            fetched.unfinished =
                fmt::format("{}; {} of {} versions were fetched before that and are kept",
                            trouble_,
                            answered,
                            missing_.size());
        }
        fetched.imported = std::move(imported_);
        return fetched;
    }

private:
    Result<std::vector<ListedPolicy>> list(const std::string& scope) {
        const auto printed = cli_.iam({"list-policies", "--scope", scope}, most_listed);
        if (!printed) {
            return tl::make_unexpected(printed.error());
        }
        ingest::Options read = read_;
        read.kind = "listing";
        auto listing = ingest::read_file({"aws iam list-policies", *printed}, {}, read);
        if (!listing) {
            return tl::make_unexpected(std::move(listing.error()));
        }
        imported_ = std::move(*listing);
        std::vector<ListedPolicy> policies = listed_policies(imported_);
        if (auto good = check_account(imported_.claims, options_.scope); !good) {
            return tl::make_unexpected(std::move(good.error()));
        }
        std::erase_if(policies,
                      [&](const ListedPolicy& listed) { return !is_wanted(listed.policy.name); });
        return policies;
    }

    [[nodiscard]] bool is_wanted(const std::string& name) const {
        return options_.policies.empty() ||
               std::ranges::find(options_.policies, name) != options_.policies.end();
    }

    // Claims each version, known or fetched; says how many were fetched.
    std::size_t bring(const std::vector<ListedPolicy>& policies) {
        for (const ListedPolicy& listed : policies) {
            const auto known = options_.known ? known_default(listed, options_.known(listed.policy))
                                              : std::nullopt;
            if (known) {
                ingest::claim_in_force(imported_.claims, *known, read_);
                imported_.claims.versions.push_back(*known);
            } else {
                missing_.push_back(&listed);
            }
        }
        const auto answers = Fetcher(cli_, missing_).fetch(options_.progress);
        std::size_t answered = 0;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (answers[i] && take(*missing_[i], *answers[i])) {
                ++answered;
            }
        }
        return answered;
    }

    bool take(const ListedPolicy& listed, const Result<std::string>& answer) {
        if (!answer && !is_about_nothing(answer.error().message)) {
            trouble_ = answer.error().message;
            return false;
        }
        const std::string name =
            fmt::format("aws iam get-policy-version of {} {}", listed.arn, listed.version);
        ingest::Options read = read_;
        read.kind = "envelope";
        read.scope = listed.policy.scope;
        auto version =
            answer
                ? ingest::read_file({name, *answer}, listed.policy.name, read)
                : tl::make_unexpected(Error{fmt::format("{}: {}", name, answer.error().message)});
        if (version && version->claims.versions.front().version != listed.version) {
            version = failure(
                fmt::format("{}: is `{}` instead", name, version->claims.versions.front().version));
        }
        if (version) {
            imported_.append(std::move(*version));
        } else {
            imported_.rejected.push_back(
                {"aws", listed.policy.name, std::move(version.error().message)});
        }
        return true;
    }

    AwsCli& cli_;
    const FetchOptions& options_;
    ingest::Options read_;
    ingest::Imported imported_;
    std::vector<const ListedPolicy*> missing_;
    std::string trouble_; // why it could not go on
};

// What the account has of its own, with inline and trust policies. Policies of AWS are left out:
// IAM dumps those that are attached, and one that is detached is not withdrawn.
Result<Fetched> dump(AwsCli& cli, const FetchOptions& options) {
    const auto printed = cli.iam({"get-account-authorization-details",
                                  "--filter",
                                  "User",
                                  "Role",
                                  "Group",
                                  "LocalManagedPolicy"},
                                 most_dumped);
    if (!printed) {
        return tl::make_unexpected(printed.error());
    }
    Fetched fetched;
    fetched.mark = sha256(*printed);
    if (fetched.mark == options.mark) {
        return fetched;
    }
    ingest::Options read = ingest_options(options);
    read.kind = "dump";
    auto imported =
        ingest::read_file({"aws iam get-account-authorization-details", *printed}, {}, read);
    if (!imported) {
        return tl::make_unexpected(std::move(imported.error()));
    }
    if (auto good = check_account(imported->claims, options.scope); !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    fetched.imported = std::move(*imported);
    return fetched;
}

// The policies of an account, or those of AWS, through the AWS CLI.
class AwsSource final : public Source {
public:
    // `of`: `aws`, `local`, `account`; empty: the policies of AWS where the scope is `aws`, else
    // the account's own.
    explicit AwsSource(std::string of) : of_(std::move(of)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        Pace pace(options.pace.value_or(usual_pause), patience);
        AwsCli cli(pace);
        if (of_ == "account") {
            return dump(cli, options);
        }
        const bool of_aws = of_ == "aws" || (of_.empty() && options.scope == "aws");
        return Look(cli, options).take(of_aws ? "AWS" : "Local");
    }

private:
    std::string of_;
};

} // namespace

Result<std::unique_ptr<Source>> make_aws_source(const std::string& rest) {
    if (!rest.empty() && rest != "aws" && rest != "local" && rest != "account") {
        return failure(fmt::format("`aws:{}` is no source; write aws:aws (the policies of AWS), "
                                   "aws:local (your own) or aws:account (inline and trust "
                                   "policies too)",
                                   rest));
    }
    return std::make_unique<AwsSource>(rest);
}

} // namespace polhist::watch
