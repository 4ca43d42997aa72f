#include "json/yaml_scalar.h"

#include "core/account.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::json {
namespace {

bool is_json_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1U : 0U;
    const auto digits = [&] {
        const std::size_t first = at;
        at = std::min(text.find_first_not_of("0123456789", at), text.size());
        return at - first;
    };
    const std::size_t first = at;
    const std::size_t whole = digits();
    if (whole == 0 || (whole > 1 && text[first] == '0')) {
        return false;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0) {
            return false;
        }
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1U : 0U;
        if (digits() == 0) {
            return false;
        }
    }
    return at == text.size();
}

} // namespace

std::string function_key(std::string_view tag) {
    constexpr std::array<std::string_view, 25> functions{"And",
                                                         "Base64",
                                                         "Cidr",
                                                         "Contains",
                                                         "EachMemberEquals",
                                                         "EachMemberIn",
                                                         "Equals",
                                                         "FindInMap",
                                                         "ForEach",
                                                         "GetAZs",
                                                         "GetAtt",
                                                         "GetStackOutput",
                                                         "If",
                                                         "ImportValue",
                                                         "Join",
                                                         "Length",
                                                         "Not",
                                                         "Or",
                                                         "RefAll",
                                                         "Select",
                                                         "Split",
                                                         "Sub",
                                                         "ToJsonString",
                                                         "Transform",
                                                         "ValueOf"};
    if (tag.size() < 2 || tag.front() != '!') {
        return {};
    }
    const std::string_view name = tag.substr(1);
    if (name == "Ref" || name == "Condition") {
        return std::string(name);
    }
    return std::ranges::find(functions, name) == functions.end() ? std::string()
                                                                 : fmt::format("Fn::{}", name);
}

std::string plain_scalar(std::string_view text) {
    constexpr std::array<std::string_view, 5> nulls{"", "~", "null", "Null", "NULL"};
    constexpr std::array<std::string_view, 9> truths{
        "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
    constexpr std::array<std::string_view, 9> lies{
        "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};
    const auto is_one = [&](const auto& spellings) {
        return std::ranges::find(spellings, text) != spellings.end();
    };
    if (is_one(nulls)) {
        return "null";
    }
    if (is_one(truths) || is_one(lies)) {
        return is_one(truths) ? "true" : "false";
    }
    return is_json_number(text) && !is_account(text) ? std::string(text) : quoted(text);
}

} // namespace polhist::json
