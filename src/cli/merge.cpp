#include "cli/command.h"
#include "cli/indexing.h"
#include "index/refresh.h"
#include "json/writer.h"
#include "store/store.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace polhist::cli {
namespace {

std::string merged_json(const store::Recorded& recorded) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.merge/1");
    writer.key("claims").number(recorded.claims).key("forms").number(recorded.forms);
    writer.end_object();
    return text + '\n';
}

std::string merged_text(const store::Recorded& recorded) {
    return recorded.commit.empty()
               ? std::string("nothing new: the store holds all of it already\n")
               : fmt::format("{} claims and {} documents added\n", recorded.claims, recorded.forms);
}

ExitStatus run_merge(const Session& session, const std::string& path) {
    if (!store::Store::exists(path)) {
        return trouble({fmt::format("{}: is no store of polhist", path)});
    }
    const auto other = store::Store::open(path, store::Access::reading);
    if (!other) {
        return trouble(other.error());
    }
    auto store = store::Store::open(session.store_path(), store::Access::writing);
    if (!store) {
        return trouble(store.error());
    }
    const auto recorded = store->merge(*other, "merge: another store");
    for (const std::string& note : store->notes()) {
        session.note(note);
    }
    if (!recorded) {
        return trouble(recorded.error());
    }
    refresh_index(*store, session.store_path(), index::few);
    return session.emit(session.format == "json" ? merged_json(*recorded) : merged_text(*recorded));
}

} // namespace

void add_merge(CLI::App& app, Session& session) {
    const auto path = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("merge", merge_purpose);
    command->add_option("STORE", *path, "The other store")->type_name("")->required();
    add_output_options(*command, session, {"text", "json"});
    command->callback([&session, path] {
        session.writes = true;
        session.command = [&session, path] { return run_merge(session, *path); };
    });
}

} // namespace polhist::cli
