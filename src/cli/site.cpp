#include "site/site.h"

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/site_folder.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

struct SiteArguments {
    std::string folder;
    std::string base_url;
};

Result<void> check_url(const std::string& url) {
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    if (!url.empty() && (!web || !url.ends_with('/') || url.find_first_of("?# ") != url.npos)) {
        return failure(
            fmt::format("`{}` is no address of a folder; write it as https://host/path/", url));
    }
    return {};
}

Result<SiteFolder::Counts> write_site(const Session& session, const SiteArguments& arguments) {
    if (const auto good = check_url(arguments.base_url); !good) {
        return tl::make_unexpected(good.error());
    }
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return tl::make_unexpected(ledgers.error());
    }
    auto folder = SiteFolder::open(arguments.folder);
    if (!folder) {
        return tl::make_unexpected(std::move(folder.error()));
    }
    Progress progress("building the site", session.quiet);
    const site::Options options{
        arguments.base_url, session.budget, [&](double done) { progress.show(done); }};
    auto built = site::build(
        session.archive(), *ledgers, options, [&](const std::string& path, std::string_view bytes) {
            return folder->write(path, bytes);
        });
    if (built) {
        built = folder->finish();
    }
    return built.map([&] { return folder->counts(); });
}

ExitStatus run_site(const Session& session, const SiteArguments& arguments) {
    const auto counts = write_site(session, arguments);
    if (!counts) {
        return trouble(counts.error());
    }
    session.note(fmt::format("{}: {} files written, {} unchanged, {} removed",
                             arguments.folder,
                             counts->written,
                             counts->unchanged,
                             counts->removed));
    return ExitStatus::done;
}

constexpr std::string_view footer =
    "Examples:\n"
    "  polhist site -o public\n"
    "  polhist site -o public --base-url https://policies.example.org/\n"
    "\n"
    "Pages link to each other relatively; feeds and RSS need the address. A folder that was\n"
    "written before is brought up to date: only files that changed are written.\n";

} // namespace

void add_site(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<SiteArguments>();
    CLI::App* command = app.add_subcommand("site", site_purpose);
    command->add_option("-o,--output", arguments->folder, "The folder to write it to")
        ->type_name("DIR")
        ->required();
    command->add_option("--base-url", arguments->base_url, "The address that the folder will have")
        ->type_name("URL");
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        session.command = [&session, arguments] { return run_site(session, *arguments); };
    });
}

} // namespace polhist::cli
