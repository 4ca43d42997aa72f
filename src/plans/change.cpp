#include "plans/change.h"

namespace polhist::plans {

Side absent(const policy::Document* other) {
    policy::Document document;
    if (other != nullptr) {
        // Nothing is allowed in either language; another one would be told as a change.
        document.language = other->language;
        document.language_stated = other->language_stated;
    }
    return {std::make_shared<const policy::Document>(std::move(document)), {}, false, {}};
}

} // namespace polhist::plans
