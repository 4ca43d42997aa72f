#include "ingest/arn.h"

#include "core/account.h"

#include <algorithm>

namespace polhist::ingest {
namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The field before the next `:`; `text` moves past it.
std::string_view take_field(std::string_view& text) {
    const std::size_t size = std::min(text.find(':'), text.size());
    const std::string_view field = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return field;
}

bool is_partition(std::string_view text) {
    constexpr std::size_t longest = 32;
    return text.starts_with("aws") && text.size() <= longest &&
           std::ranges::all_of(text, [](char c) { return c == '-' || is_alphanumeric(c); });
}

} // namespace

std::optional<Arn> parse_arn(std::string_view text) {
    const bool arn = take_field(text) == "arn";
    const std::string_view partition = take_field(text);
    const bool iam = take_field(text) == "iam";
    const bool global = take_field(text).empty();
    const std::string_view account = take_field(text);
    const std::size_t slash = text.find('/');
    if (!arn || !iam || !global || !is_partition(partition) || slash == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view name = text.substr(text.rfind('/') + 1);
    if ((account != "aws" && !is_account(account)) || !is_iam_name(name)) {
        return std::nullopt;
    }
    return Arn{std::string(account == "aws" ? partition : account), text.substr(0, slash), name};
}

bool is_iam_name(std::string_view text) {
    constexpr std::size_t longest = 128;
    constexpr std::string_view marks = "+=,.@_-";
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [&](char c) {
        return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
    });
}

} // namespace polhist::ingest
