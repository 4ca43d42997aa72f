#include "answers/feed.h"

#include "cli/command.h"
#include "cli/state_filter.h"
#include "output/feed.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct FeedArguments {
    std::vector<std::string> policies;
    StateArguments states;
    std::string base_url;
    std::string self;
};

// `Changes of permissions: ec2, broader`.
std::string title_of(const FeedArguments& arguments) {
    std::string about;
    const auto add = [&](std::string_view word) {
        about += about.empty() ? ": " : ", ";
        about += word;
    };
    for (const std::string& policy : arguments.policies) {
        add(policy);
    }
    for (const std::string& word : {arguments.states.service, arguments.states.verdict}) {
        if (!word.empty()) {
            add(word);
        }
    }
    return "Changes of IAM permissions" + about;
}

Result<std::string> rendered(const Session& session, const FeedArguments& arguments) {
    if (session.format == "rss" && arguments.base_url.empty()) {
        return failure("RSS must name a site; add --base-url URL, or take --format atom");
    }
    const auto states = filter_of(session, arguments.states);
    if (!states) {
        return tl::make_unexpected(states.error());
    }
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return tl::make_unexpected(ledgers.error());
    }
    constexpr std::size_t most = 50;
    const auto items =
        answers::feed(session.archive(), *ledgers, {arguments.policies, *states}, most);
    if (!items) {
        return tl::make_unexpected(items.error());
    }
    output::Feed feed;
    feed.title = title_of(arguments);
    feed.id = answers::feed_id(feed.title);
    feed.self = arguments.self;
    feed.site = arguments.base_url;
    for (const answers::FeedItem& item : *items) {
        const answers::ChangelogEntry& entry = item.entry;
        feed.entries.push_back(output::feed_entry({entry.policy,
                                                   entry.state,
                                                   entry.version.label,
                                                   *entry.version.document,
                                                   entry.step ? &*entry.step : nullptr,
                                                   entry.is_withdrawal},
                                                  item.id));
    }
    return session.format == "rss" ? output::rss(feed) : output::atom(feed);
}

ExitStatus run_feed(const Session& session, const FeedArguments& arguments) {
    const auto text = rendered(session, arguments);
    return text ? session.emit(*text) : trouble(text.error());
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist feed -o feed.atom\n"
    "  polhist feed ReadOnlyAccess --verdict broader\n"
    "  polhist feed --service ec2 --format rss --base-url https://policies.example.org/\n"
    "\n"
    "The newest fifty changes, newest first. Ids never change, so a reader shows each once.\n";

} // namespace

void add_feed(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<FeedArguments>();
    CLI::App* command = app.add_subcommand("feed", feed_purpose);
    command
        ->add_option("POLICY", arguments->policies, "Names, ARNs or patterns; all if none is given")
        ->type_name("");
    add_state_options(*command, arguments->states);
    command->add_option("--base-url", arguments->base_url, "The site that the feed is of")
        ->type_name("URL");
    command->add_option("--self", arguments->self, "Where the feed itself will be")
        ->type_name("URL");
    add_output_options(*command, session, {"atom", "rss"});
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_feed(session, *arguments); };
    });
}

} // namespace polhist::cli
