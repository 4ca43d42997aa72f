#include "timeline/text.h"

#include <optional>
#include <utility>

namespace polhist::timeline {

struct Text::Later {
    Read read;
    std::optional<Result<std::string>> found;
};

Text::Text(Read read) : later_(std::make_shared<Later>(Later{std::move(read), {}})) {}

Result<std::string_view> Text::bytes() const {
    if (!later_) {
        return bytes_;
    }
    if (!later_->found) {
        later_->found = later_->read();
        later_->read = nullptr;
    }
    const Result<std::string>& found = *later_->found;
    return found ? Result<std::string_view>(*found) : tl::make_unexpected(found.error());
}

} // namespace polhist::timeline
