#include "watch/record.h"

#include "git/object.h"

#include <set>

namespace polhist::watch {
namespace {

using timeline::Form;
using timeline::PolicyKey;

Result<std::set<std::string>> blobs_of(const store::Store& store, const PolicyKey& policy) {
    return store.claims_of(policy).map([](const timeline::Claims& claims) {
        std::set<std::string> blobs;
        for (const Form& form : claims.forms) {
            blobs.insert(form.blob);
        }
        return blobs;
    });
}

} // namespace

Result<store::Recorded>
record(store::Store& store, timeline::Claims claims, const std::string& message) {
    std::map<PolicyKey, std::set<std::string>> known;
    for (Form& form : claims.forms) {
        if (!known.contains(form.policy)) {
            auto blobs = blobs_of(store, form.policy);
            if (!blobs) {
                return tl::make_unexpected(std::move(blobs.error()));
            }
            known.emplace(form.policy, std::move(*blobs));
        }
        form.blob = hex(git::id_of(git::ObjectKind::blob, form.bytes));
    }
    std::erase_if(claims.forms,
                  [&](const Form& form) { return known.at(form.policy).contains(form.blob); });
    return store.record(std::move(claims), message);
}

} // namespace polhist::watch
