// What the documents of a policy say of an action: excerpts, where the archive has them, else the
// documents themselves.

#pragma once

#include "core/error.h"
#include "timeline/history.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace polhist::answers {

class Passages {
public:
    // About an action (a pattern). The history must stay.
    Passages(const timeline::History& history, std::string_view action)
        : history_(&history),
          excerpts_(history.excerpts ? history.excerpts(action) : timeline::Excerpts()) {}

    [[nodiscard]] const timeline::History& history() const { return *history_; }

    // Of a version, by its position, at least all statements that may concern the action, with at
    // least those of their actions that overlap it. A document that cannot be read is an error.
    [[nodiscard]] Result<std::shared_ptr<const policy::Document>> of(std::size_t version) const;

private:
    const timeline::History* history_;
    timeline::Excerpts excerpts_;
};

} // namespace polhist::answers
