#include "cli/command.h"
#include "cli/indexing.h"
#include "cli/programs.h"
#include "index/chain.h"
#include "store/archive.h"

namespace polhist::cli {
namespace {

Result<std::vector<timeline::PrincipalHistory>> principals_of(const store::Store& store) {
    auto observations = store.principals();
    if (!observations) {
        return tl::make_unexpected(std::move(observations.error()));
    }
    return store.polls().map([&](const std::vector<timeline::Poll>& polls) {
        return timeline::derive_principals(std::move(*observations), polls);
    });
}

} // namespace

Result<StoredPolicies> open_store(const Session& session, const std::string& path) {
    auto store = store::Store::open(path, store::Access::reading);
    if (!store) {
        return tl::make_unexpected(std::move(store.error()));
    }
    for (const std::string& note : store->notes()) {
        session.note(note);
    }
    const bool whole = store->notes().empty();
    auto archive = std::make_unique<store::Archive>(std::move(*store));
    if (const auto trouble = archive->trouble()) {
        return tl::make_unexpected(*trouble);
    }
    // One whose history was lost is mended first.
    if (whole) {
        refresh_index(archive->store(), path);
    }
    const store::Store& opened = archive->store();
    return StoredPolicies{std::move(archive),
                          [&opened] { return opened.pages(); },
                          index::folder_in(path),
                          [&opened] { return principals_of(opened); }};
}

void add_store_commands(CLI::App& app, Session& session) {
    add_feed(app, session);
    add_site(app, session);
    add_principals(app, session);
    add_import(app, session);
    add_merge(app, session);
    add_fsck(app, session);
    add_drift(app, session);
    add_subscribe(app, session);
    add_subscriptions(app, session);
    add_unsubscribe(app, session);
    add_run(app, session);
    add_status(app, session);
    add_completion(app, session);
}

} // namespace polhist::cli
