#include "cli/archives.h"

#include <fmt/format.h>

namespace polhist::cli {

void Archives::use(StoredPolicies store, bool fall_back) {
    store_ = std::move(store);
    fall_back_ = fall_back;
}

std::vector<std::string> Archives::names() const {
    return store_ ? store_->archive->names() : shipped_.names();
}

std::size_t Archives::count() const {
    return store_ ? store_->archive->count() : shipped_.count();
}

bool Archives::has(std::string_view name) const {
    return (store_ && store_->archive->has(name)) || (fall_back_ && shipped_.has(name));
}

std::optional<std::string> Archives::name_of_arn(std::string_view arn) const {
    auto name = store_ ? store_->archive->name_of_arn(arn) : std::nullopt;
    return name || !fall_back_ ? name : shipped_.name_of_arn(arn);
}

std::vector<std::string> Archives::names_that_may_allow(std::string_view action) const {
    return store_ ? store_->archive->names_that_may_allow(action)
                  : shipped_.names_that_may_allow(action);
}

Result<std::vector<std::string>>
Archives::names_unknown_at(const std::optional<Instant>& at) const {
    return store_ ? store_->archive->names_unknown_at(at) : shipped_.names_unknown_at(at);
}

Result<std::optional<Instant>> Archives::known_until() const {
    return store_ ? store_->archive->known_until() : shipped_.known_until();
}

Result<timeline::Claims> Archives::pages() const {
    return store_ ? store_->pages() : Result<timeline::Claims>();
}

Result<std::vector<timeline::PrincipalHistory>> Archives::principals() const {
    return store_ && store_->principals ? store_->principals()
                                        : Result<std::vector<timeline::PrincipalHistory>>();
}

Result<timeline::History> Archives::history(std::string_view name) const {
    if (store_ && (!fall_back_ || store_->archive->has(name))) {
        return store_->archive->history(name);
    }
    if (store_) {
        say_(fmt::format("`{}` is not in the store; this is from the documents that ship with "
                         "polhist",
                         name));
    }
    return shipped_.history(name);
}

} // namespace polhist::cli
