#include "cli/unknown_names.h"

#include "answers/unknown_names.h"

#include <set>

namespace polhist::cli {
namespace {

void note_if_any(const Session& session, const std::string& unknown) {
    if (!unknown.empty()) {
        session.note(unknown);
    }
}

} // namespace

void note_unknown_action(const Session& session, const std::string& action) {
    note_if_any(session, answers::unknown_action(action));
}

void note_unknown_service(const Session& session, const std::string& service) {
    if (!service.empty()) {
        note_if_any(session, answers::unknown_service(service));
    }
}

void note_unknown_keys(const Session& session, const std::vector<std::string>& context) {
    std::set<std::string> keys;
    for (const std::string& entry : context) {
        keys.insert(entry.substr(0, entry.find('=')));
    }
    for (const std::string& key : keys) {
        note_if_any(session, answers::unknown_key(key));
    }
}

} // namespace polhist::cli
