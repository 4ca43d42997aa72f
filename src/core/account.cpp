#include "core/account.h"

namespace polhist {

bool is_account(std::string_view text) {
    constexpr std::size_t digits = 12;
    return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace polhist
