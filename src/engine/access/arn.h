// The fields of an ARN, `arn:partition:service:region:account:rest`.

#pragma once

#include "core/account.h"

#include <string>
#include <string_view>

namespace polhist::access {

// Views of the text.
struct ArnFields {
    std::string_view partition;
    std::string_view service;
    std::string_view region;
    std::string_view account;
    std::string_view rest; // all behind the fifth colon
};

// Nothing but empty fields where the text does not begin with `arn:`; what is missing is empty.
ArnFields arn_fields(std::string_view text);

// An ARN with another account, or another region; empty where the text has no such field.
std::string with_account(std::string_view arn, std::string_view account);
std::string with_region(std::string_view arn, std::string_view region);

} // namespace polhist::access
