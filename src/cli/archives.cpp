#include "cli/archives.h"

#include <fmt/format.h>

namespace polhist::cli {

Result<void> Archives::open(const std::string& path, bool fall_back) {
    auto store = store::Store::open(path, store::Access::reading);
    if (!store) {
        return tl::make_unexpected(std::move(store.error()));
    }
    for (const std::string& note : store->notes()) {
        say_(note);
    }
    store_.emplace(std::move(*store));
    fall_back_ = fall_back;
    const auto trouble = store_->trouble();
    return trouble ? Result<void>(tl::make_unexpected(*trouble)) : Result<void>();
}

std::vector<std::string> Archives::names() const {
    return store_ ? store_->names() : shipped_.names();
}

std::vector<std::string> Archives::unique_names() const {
    return store_ ? store_->unique_names() : shipped_.unique_names();
}

bool Archives::has(std::string_view name) const {
    return (store_ && store_->has(name)) || (fall_back_ && shipped_.has(name));
}

std::optional<std::string> Archives::name_of_arn(std::string_view arn) const {
    auto name = store_ ? store_->name_of_arn(arn) : std::nullopt;
    return name || !fall_back_ ? name : shipped_.name_of_arn(arn);
}

Result<timeline::Claims> Archives::pages() const {
    return store_ ? store_->store().pages() : Result<timeline::Claims>();
}

Result<timeline::History> Archives::history(std::string_view name) const {
    if (store_ && (store_->has(name) || !fall_back_)) {
        return store_->history(name);
    }
    if (store_) {
        say_(fmt::format("`{}` is not in the store; this is from the documents that ship with "
                         "polhist",
                         name));
    }
    return shipped_.history(name);
}

} // namespace polhist::cli
