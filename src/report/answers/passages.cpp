#include "answers/passages.h"

#include "answers/comparison.h"

namespace polhist::answers {

Result<std::shared_ptr<const policy::Document>> Passages::of(std::size_t version) const {
    if (excerpts_) {
        if (auto excerpt = excerpts_(version)) {
            return std::make_shared<const policy::Document>(std::move(*excerpt));
        }
    }
    return load(history_->versions[version]);
}

} // namespace polhist::answers
