#include "store/name.h"

#include "core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace polhist::store {
namespace {

bool is_plain(char c) {
    constexpr std::string_view signs = "-_.,=@";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
}

// A name that is not too long. Every `%` of an encoded text has two digits behind it, so that of
// `%-` is never one.
std::string shortened(std::string name) {
    constexpr std::size_t mark_and_digest = 66;
    if (name.size() <= longest_name) {
        return name;
    }
    const std::string digest = sha256(name);
    std::size_t size = longest_name - mark_and_digest;
    for (const std::size_t back : {1U, 2U}) {
        if (name[size - back] == '%') {
            size -= back;
            break;
        }
    }
    return fmt::format("{}%-{}", std::string_view(name).substr(0, size), digest);
}

std::string placed(std::string_view area, std::string name) {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
    const auto hash = sha1(name, {});
    name = shortened(std::move(name));
    return fmt::format("{}/{}/{}/{}",
                       area,
                       digits[hash[0] % digits.size()],
                       digits[hash[1] % digits.size()],
                       name);
}

// The text that was encoded; nothing where it was not.
std::optional<std::string> decoded(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '%') {
            text += name[i];
            continue;
        }
        unsigned code = 0;
        const char* first = name.data() + i + 1;
        if (i + 2 >= name.size() || std::from_chars(first, first + 2, code, 16).ptr != first + 2) {
            return std::nullopt;
        }
        text += static_cast<char>(code);
        i += 2;
    }
    return encoded(text) == name ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

std::string encoded(std::string_view text) {
    std::string name;
    for (const char c : text) {
        if (is_plain(c) && (c != '.' || !name.empty())) {
            name += c;
        } else {
            name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return name;
}

std::string folder_of(const timeline::PolicyKey& policy) {
    return placed("policies", fmt::format("{}+{}", encoded(policy.scope), encoded(policy.name)));
}

std::string folder_of_page(std::string_view title) {
    // A title may be empty, a name may not; no encoded text has a plus.
    return placed("pages", fmt::format("+{}", encoded(title)));
}

std::string folder_of_observer(std::string_view name) {
    return placed("observers", fmt::format("+{}", encoded(name)));
}

std::string folder_of_principal(const timeline::PrincipalKey& principal) {
    return placed("principals",
                  fmt::format("{}+{}", encoded(principal.account), encoded(principal.name)));
}

std::optional<timeline::PolicyKey> key_in(std::string_view name) {
    const std::size_t plus = std::min(name.find('+'), name.size());
    auto scope = decoded(name.substr(0, plus));
    auto policy = decoded(name.substr(std::min(plus + 1, name.size())));
    if (!scope || !policy || policy->empty()) {
        return std::nullopt;
    }
    return timeline::PolicyKey{std::move(*scope), std::move(*policy)};
}

} // namespace polhist::store
