#include "cli/delegate.h"
#include "cli/programs.h"
#include "index/archive.h"
#include "index/refresh.h"
#include "store/head.h"

namespace polhist::cli {

Result<StoredPolicies> open_index(const Session& session, const std::string& path) {
    const std::string folder = index::folder_in(path);
    const auto head = store::head_of(path);
    auto chain = head ? index::Chain::open(folder) : std::nullopt;
    if (!chain || chain->head() != *head) {
        hand_over(session);
    }
    const auto damaged = [&session, folder] {
        index::discard(folder);
        hand_over(session);
    };
    auto archive = std::make_unique<index::Archive>(std::move(*chain), damaged);
    const index::Archive& indexed = *archive;
    return StoredPolicies{std::move(archive), [&indexed] { return indexed.pages(); }, folder};
}

} // namespace polhist::cli
