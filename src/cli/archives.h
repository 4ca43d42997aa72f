// The policies that a reading command sees: those of a store and, for what it lacks, those that
// ship with polhist.

#pragma once

#include "bundled/bundled.h"
#include "store/archive.h"
#include "timeline/claim.h"

#include <functional>
#include <optional>
#include <string>

namespace polhist::cli {

class Archives final : public timeline::Archive {
public:
    // `say` is told when a shipped document stands in for one that the store lacks.
    explicit Archives(std::function<void(const std::string&)> say) : say_(std::move(say)) {}

    // Reads a store. With `fall_back`, what it lacks comes from the shipped documents; without a
    // store, everything does.
    [[nodiscard]] Result<void> open(const std::string& path, bool fall_back);

    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] std::vector<std::string> unique_names() const override;
    [[nodiscard]] bool has(std::string_view name) const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;

    // What the documentation pages in the store claim; nothing without a store.
    [[nodiscard]] Result<timeline::Claims> pages() const;

private:
    std::function<void(const std::string&)> say_;
    bundled::Archive shipped_;
    std::optional<store::Archive> store_;
    bool fall_back_ = true;
};

} // namespace polhist::cli
