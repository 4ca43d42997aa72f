#include "output/principals.h"

#include "answers/principal_listing.h"
#include "cli/command.h"
#include "cli/dates.h"
#include "cli/horizon_note.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace polhist::cli {
namespace {

using answers::LookedAtAccount;

struct PrincipalsArguments {
    std::string at;
    std::string account;
    std::string policy;
};

// Nobody seen is not nobody there: an answer needs an account that was looked at by then. Says
// which accounts were not, and which were looked at last before that.
Result<void> check_known(const Session& session,
                         const answers::PrincipalListing& listing,
                         const answers::PrincipalFilter& filter) {
    if (listing.accounts.empty()) {
        return failure(fmt::format(
            "the store knows no users, groups and roles{}; import what `aws iam "
            "get-account-authorization-details` prints",
            filter.account.empty() ? "" : fmt::format(" of account `{}`", filter.account)));
    }
    if (!listing.policy_is_known) {
        session.note(fmt::format("nobody is known who ever had `{}`; give the whole name or ARN of "
                                 "a policy",
                                 filter.policy));
    }
    if (!filter.at) {
        return {};
    }
    const Instant first = std::ranges::min(listing.accounts, {}, &LookedAtAccount::first).first;
    if (*filter.at < first) {
        return failure(fmt::format("nothing is known of users, groups and roles before {}",
                                   format_instant(first)));
    }
    for (const LookedAtAccount& account : listing.accounts) {
        if (*filter.at < account.first) {
            session.note(fmt::format("nothing is known of account {} before {}",
                                     account.account,
                                     format_instant(account.first)));
        } else if (!listing.horizon.beyond && answers::horizon_of(account.last, filter.at).beyond) {
            session.note(fmt::format("account {} was looked at last at {}",
                                     account.account,
                                     format_instant(account.last)));
        }
    }
    return {};
}

ExitStatus run_principals(const Session& session, const PrincipalsArguments& arguments) {
    const auto at = at_argument(arguments.at);
    if (!at) {
        return trouble(at.error());
    }
    const answers::PrincipalFilter filter{*at, arguments.account, arguments.policy};
    const auto histories = session.principals();
    if (!histories) {
        return trouble(histories.error());
    }
    const answers::PrincipalListing listing = answers::list_principals(*histories, filter);
    if (const auto known = check_known(session, listing, filter); !known) {
        return trouble(known.error());
    }
    warn_beyond(session, listing.horizon);
    if (session.format == "json") {
        return session.emit(output::principals_json(listing));
    }
    return session.emit(session.format == "markdown"
                            ? output::principals_markdown(listing)
                            : output::principals_text(listing, session.style()));
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist principals\n"
    "  polhist principals --at 2026-06-01 --account 111122223333\n"
    "  polhist principals --policy AdministratorAccess\n"
    "\n"
    "What is known of them comes from account dumps: import what\n"
    "`aws iam get-account-authorization-details` prints, with --at for an older one.\n";

} // namespace

void add_principals(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<PrincipalsArguments>();
    CLI::App* command = app.add_subcommand("principals", principals_purpose);
    command->add_option("--at", arguments->at, "As of this day or instant")->type_name("WHEN");
    command->add_option("--account", arguments->account, "Only those of this account")
        ->type_name("NUMBER");
    command
        ->add_option("--policy",
                     arguments->policy,
                     "Only those who have this policy, by themselves or by a group")
        ->type_name("POLICY");
    add_output_options(*command, session, {"text", "json", "markdown"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_principals(session, *arguments); };
    });
}

} // namespace polhist::cli
