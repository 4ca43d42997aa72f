#include "store/fsck.h"

#include "cli/command.h"
#include "core/printable.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

using store::Health;

std::string health_json(const Health& health) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.fsck/1");
    writer.key("result").string(health.is_good() ? "PASS" : "FAIL");
    writer.key("objects").number(health.objects).key("commits").number(health.commits);
    writer.key("policies").number(health.policies);
    writer.key("missing").strings(health.missing);
    writer.key("damaged").strings(health.damaged);
    writer.key("wrong").strings(health.wrong);
    writer.key("repaired").strings(health.repaired);
    writer.end_object();
    return text + '\n';
}

std::string health_text(const Health& health) {
    std::string text;
    for (const std::string& object : health.missing) {
        text += fmt::format("missing: object {}\n", object);
    }
    for (const std::string& object : health.damaged) {
        text += fmt::format("damaged: object {}\n", object);
    }
    for (const std::string& problem : health.wrong) {
        text += fmt::format("wrong: {}\n", visible(problem));
    }
    for (const std::string& step : health.repaired) {
        text += fmt::format("repaired: {}\n", visible(step));
    }
    return text + fmt::format("objects {}, commits {}, policies {}: {}\n",
                              health.objects,
                              health.commits,
                              health.policies,
                              health.is_good() ? "good" : "not whole");
}

ExitStatus run_fsck(const Session& session, bool repair) {
    const std::string path = session.store_path();
    if (!store::Store::exists(path)) {
        return trouble({fmt::format("{}: there is no store", path)});
    }
    const auto health =
        repair ? store::repair(path)
               : store::Store::open(path, store::Access::reading)
                     .and_then([](const store::Store& store) { return store::check(store); });
    if (!health) {
        return trouble(health.error());
    }
    return session.emit(session.format == "json" ? health_json(*health) : health_text(*health),
                        health->is_good() ? ExitStatus::done : ExitStatus::gate_failed);
}

} // namespace

void add_fsck(CLI::App& app, Session& session) {
    const auto repair = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("fsck", fsck_purpose);
    command->add_flag(
        "--repair", *repair, "Move damaged files to `quarantine`, and restore what can be");
    add_output_options(*command, session, {"text", "json"});
    command->callback([&session, repair] {
        session.writes = true;
        session.command = [&session, repair] { return run_fsck(session, *repair); };
    });
}

} // namespace polhist::cli
