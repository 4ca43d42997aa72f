// The bytes of a document, read when they are first asked for: a history names many documents, and
// most questions want few of them or none.

#pragma once

#include "core/error.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace polhist::timeline {

class Text {
public:
    using Read = std::function<Result<std::string>()>;

    Text() = default;

    // Bytes that somebody keeps.
    Text(std::string_view bytes) : bytes_(bytes) {} // NOLINT(google-explicit-constructor)

    // Bytes that `read` gives, once for this and all copies; what it needs must stay until then.
    explicit Text(Read read);

    // They stay as long as a copy of this.
    [[nodiscard]] Result<std::string_view> bytes() const;

private:
    struct Later;
    std::string_view bytes_;
    std::shared_ptr<Later> later_;
};

} // namespace polhist::timeline
