#include "answers/horizon.h"

namespace polhist::answers {
namespace {

bool is_beyond(Instant at, Instant known_until) {
    const std::string day = format_date(at);
    const bool whole_day = end_of_day(day) == at;
    return whole_day ? day > format_date(known_until) : at > known_until;
}

} // namespace

Horizon horizon_of(const std::optional<Instant>& known_until, const std::optional<Instant>& at) {
    return {known_until, known_until && at && is_beyond(*at, *known_until)};
}

Horizon horizon_of(const timeline::History& history,
                   std::initializer_list<const timeline::When*> asked) {
    Horizon horizon{history.known_until, false};
    for (const timeline::When* when : asked) {
        if (when->kind == timeline::When::Kind::instant) {
            horizon.beyond =
                horizon.beyond || horizon_of(history.known_until, when->instant).beyond;
        }
    }
    return horizon;
}

} // namespace polhist::answers
