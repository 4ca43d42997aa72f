#include "plans/change.h"

namespace polhist::plans {

Side absent(const policy::Document* other) {
    Side side;
    side.document = std::make_shared<const policy::Document>(
        other == nullptr ? policy::Document() : policy::nothing_beside(*other));
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
