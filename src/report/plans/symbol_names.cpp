#include "plans/symbol_names.h"

#include "plans/symbols.h"
#include "policy/document.h"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace polhist::plans {
namespace {

using json::Value;

// By their spelling without letter case.
using Spellings = std::map<std::string, std::set<std::string>>;

// Calls `visit` with the place and the name of each variable; the place is that of its `${`.
template <typename Visit>
void for_each_variable(std::string_view text, Visit visit) {
    for (std::size_t at = text.find("${"); at != std::string_view::npos;
         at = text.find("${", at + 2)) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) {
            return;
        }
        visit(at, text.substr(at + 2, end - at - 2));
    }
}

void collect(const Value& value, Spellings& out) {
    const bool refers = value.kind() == json::Kind::string &&
                        value.text().find(dynamic_reference) != std::string_view::npos;
    if (is_function(value) || refers) {
        if (const auto text = symbolic_text(value)) {
            for_each_variable(*text, [&](std::size_t, std::string_view name) {
                out[policy::folded(name)].emplace(name);
            });
        }
    }
    for (const Value& item : value.items()) {
        collect(item, out);
    }
    for (const auto& [key, inner] : value.members()) {
        collect(inner, out);
    }
}

} // namespace

SymbolNames::SymbolNames(const Value& root, const Value& other_root) {
    Spellings spellings;
    collect(root, spellings);
    collect(other_root, spellings);
    for (const auto& [folded, names] : spellings) {
        std::size_t number = 1;
        for (const std::string& name : names) {
            // Keys of IAM begin so; their letter case means nothing.
            if (number > 1 && !folded.starts_with("aws:")) {
                numbers_.emplace(name, number);
            }
            ++number;
        }
    }
}

std::string SymbolNames::told_apart(std::string text) const {
    if (numbers_.empty()) {
        return text;
    }
    std::string out;
    std::size_t from = 0;
    for_each_variable(text, [&](std::size_t at, std::string_view name) {
        const auto found = numbers_.find(name);
        if (found != numbers_.end()) {
            out += std::string_view(text).substr(from, at - from);
            out += fmt::format("${{{} #{}}}", name, found->second);
            from = at + name.size() + 3;
        }
    });
    return out + text.substr(from);
}

} // namespace polhist::plans
