#include "answers/audit.h"

#include "answers/comparison.h"

#include <algorithm>
#include <deque>
#include <memory>

namespace polhist::answers {
namespace {

using timeline::History;
using Documents = std::vector<std::shared_ptr<const policy::Document>>;

Result<Documents> documents_in_force(const History& history) {
    Documents documents;
    for (const timeline::State& state : history.states) {
        auto document = load(history.version_of(state));
        if (!document) {
            return tl::make_unexpected(std::move(document.error()));
        }
        documents.push_back(std::move(*document));
    }
    return documents;
}

} // namespace

Result<std::vector<ledger::Finding>> audit(const timeline::Archive& archive,
                                           std::span<const ledger::Ledger> ledgers,
                                           std::span<const std::string> policies) {
    std::vector<std::string> names(policies.begin(), policies.end());
    if (names.empty()) {
        names = archive.names();
    }
    std::deque<History> histories; // subjects point at them
    std::vector<Documents> kept;
    std::vector<ledger::Subject> subjects;
    for (const std::string& name : names) {
        auto history = timeline::find(archive, name);
        if (!history) {
            return tl::make_unexpected(std::move(history.error()));
        }
        auto documents = documents_in_force(*history);
        if (!documents) {
            return tl::make_unexpected(std::move(documents.error()));
        }
        histories.push_back(std::move(*history));
        ledger::Subject& subject = subjects.emplace_back();
        subject.history = &histories.back();
        for (const auto& document : *documents) {
            subject.documents.push_back(document.get());
        }
        kept.push_back(std::move(*documents));
    }
    return ledger::audit(ledgers, subjects);
}

} // namespace polhist::answers
