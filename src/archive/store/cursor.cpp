#include "store/cursor.h"

#include "store/handles.h"
#include "store/lock.h"

#include <fmt/format.h>

namespace polhist::store {
namespace {

using git::ObjectId;

std::string reference_of(const std::string& name) {
    return "refs/polhist/delivered/" + name;
}

// Alone among writers, with what a dead one left of this reference out of the way.
Result<Lock> take_lock(Store& store, const std::string& reference) {
    Store::Handles& handles = store.handles();
    auto lock = Lock::take(handles.repository.folder());
    if (!lock) {
        return lock;
    }
    if (auto cleared = clear_reference(handles.repository.folder(), reference, handles.notes);
        !cleared) {
        return tl::make_unexpected(std::move(cleared.error()));
    }
    return lock;
}

} // namespace

Result<std::string> cursor_at(const Store& store, const std::string& name) {
    const auto at = store.handles().repository.reference(reference_of(name));
    if (!at) {
        return tl::make_unexpected(at.error());
    }
    return *at ? hex(**at) : std::string();
}

Result<void> move_cursor(Store& store,
                         const std::string& name,
                         const std::string& before,
                         const std::string& after) {
    const std::string reference = reference_of(name);
    const auto from = before.empty() ? ObjectId{} : git::parse_object_id(before);
    const auto to = git::parse_object_id(after);
    if (!from || !to) {
        return failure(fmt::format("{}: `{}` to `{}` are no commits", reference, before, after));
    }
    const auto lock = take_lock(store, reference);
    if (!lock) {
        return tl::make_unexpected(lock.error());
    }
    git::Repository& repository = store.handles().repository;
    const auto moved = repository.move_reference(reference, *from, *to, "polhist: delivered");
    // An error may come after the reference has moved; what it says now is what counts.
    const auto now = repository.reference(reference);
    if (now && *now && **now == *to) {
        return {};
    }
    return moved ? failure(fmt::format("{}: {} was moved by another program; try again",
                                       repository.folder(),
                                       reference))
                 : Result<void>(tl::make_unexpected(moved.error()));
}

Result<void> drop_cursor(Store& store, const std::string& name) {
    const std::string reference = reference_of(name);
    const auto lock = take_lock(store, reference);
    return lock ? store.handles().repository.remove_reference(reference)
                : Result<void>(tl::make_unexpected(lock.error()));
}

} // namespace polhist::store
