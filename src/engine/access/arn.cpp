#include "access/arn.h"

#include <array>

namespace polhist::access {
namespace {

std::string with_field(std::string_view arn, std::string_view field, std::string_view text) {
    if (field.data() == nullptr) {
        return {};
    }
    const auto at = static_cast<std::size_t>(field.data() - arn.data());
    return std::string(arn).replace(at, field.size(), text);
}

} // namespace

ArnFields arn_fields(std::string_view text) {
    if (!text.starts_with("arn:")) {
        return {};
    }
    std::array<std::string_view, 6> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t colon = i + 1 < fields.size() ? text.find(':') : std::string_view::npos;
        fields.at(i) = text.substr(0, colon);
        if (colon == std::string_view::npos) {
            break;
        }
        text.remove_prefix(colon + 1);
    }
    return {fields[1], fields[2], fields[3], fields[4], fields[5]};
}

std::string with_account(std::string_view arn, std::string_view account) {
    return with_field(arn, arn_fields(arn).account, account);
}

std::string with_region(std::string_view arn, std::string_view region) {
    return with_field(arn, arn_fields(arn).region, region);
}

} // namespace polhist::access
