#include "cli/dates.h"

#include "cli/command.h"

#include <fmt/format.h>

namespace polhist::cli {
namespace {

Result<std::optional<Instant>> bound(const std::string& text,
                                     std::optional<Instant> (*of_day)(std::string_view)) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto instant = of_day(text);
    if (!instant) {
        instant = parse_instant(text);
    }
    if (!instant) {
        return failure(
            fmt::format("`{}` is no day that exists (2021-08-11) and no RFC 3339 instant", text));
    }
    return instant;
}

} // namespace

Result<std::optional<Instant>> since_argument(const std::string& text) {
    return bound(text, start_of_day);
}

Result<std::optional<Instant>> until_argument(const std::string& text) {
    return bound(text, end_of_day);
}

Result<std::optional<Instant>> at_argument(const std::string& text) {
    if (text.empty() || text == "latest") {
        return std::nullopt;
    }
    const auto when = when_argument(text);
    if (!when) {
        return tl::make_unexpected(when.error());
    }
    if (when->kind != timeline::When::Kind::instant || when->back != 0) {
        return failure("--at must be a day or an instant: versions differ from policy to policy");
    }
    return when->instant;
}

} // namespace polhist::cli
