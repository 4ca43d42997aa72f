#include "plans/principal_symbol.h"

#include "core/account.h"

#include <fmt/format.h>

namespace polhist::plans {
namespace {

// Whether a text is one variable and nothing else.
bool is_variable(std::string_view text) {
    return text.starts_with("${") && text.find('}') == text.size() - 1;
}

// Whether the parts of an ARN that say whose it is are known, or variables as a whole.
bool is_arn_of_caller(std::string_view text) {
    constexpr std::string_view start = "arn:aws:iam::";
    if (!text.starts_with(start)) {
        return false;
    }
    text.remove_prefix(start.size());
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return false;
    }
    const std::string_view account = text.substr(0, colon);
    const std::string_view rest = text.substr(colon + 1);
    const auto is_named = [&](std::string_view kind) {
        return rest.starts_with(kind) && rest.size() > kind.size() && !rest.ends_with('/');
    };
    return (is_account(account) || is_variable(account)) &&
           (rest == "root" || is_named("user/") || is_named("role/"));
}

// With variables that have no colons, which would end a field of an ARN: `${AWS.AccountId}`.
std::string dotted(std::string_view text) {
    std::string out;
    bool inside = false;
    for (const char byte : text) {
        inside = byte == '{' || (inside && byte != '}');
        if (!inside || byte != ':') {
            out += byte;
        } else if (!out.ends_with('.')) {
            out += '.';
        }
    }
    return out;
}

} // namespace

std::string principal_symbol(std::string_view kind, std::string text) {
    constexpr std::string_view partition = "${AWS::Partition}";
    for (auto at = text.find(partition); at != std::string::npos; at = text.find(partition)) {
        text.replace(at, partition.size(), "aws");
    }
    text = dotted(text);
    if (kind != "AWS" || text.find("${") == std::string::npos || is_arn_of_caller(text)) {
        return text;
    }
    return fmt::format("arn:aws:iam::unknown:user/{}", text);
}

} // namespace polhist::plans
