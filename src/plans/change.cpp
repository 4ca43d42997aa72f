#include "plans/change.h"

namespace polhist::plans {

Side absent(const policy::Document* other) {
    policy::Document document;
    if (other != nullptr) {
        // Nothing is allowed in either language; another one would be told as a change.
        document.language = other->language;
        document.language_stated = other->language_stated;
    }
    Side side;
    side.document = std::make_shared<const policy::Document>(std::move(document));
    return side;
}

Side unknown_side(std::string_view reason) {
    Side side;
    side.reason = reason;
    return side;
}

Side attached_side(std::string_view policy) {
    Side side;
    side.attached = policy;
    return side;
}

Change open_change(std::string address, std::string reason) {
    return {std::move(address), {}, {}, std::move(reason)};
}

} // namespace polhist::plans
