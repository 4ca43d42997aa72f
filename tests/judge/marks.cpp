#include "judge/marks.h"

#include "judge/evaluator.h"

#include <algorithm>
#include <unordered_map>

namespace polhist::judge {
namespace {

// Which texts of a fixed list one pattern without variables matches; asked again and again.
const std::vector<char>& column(const std::string& pattern, const Texts& texts, bool actions) {
    static std::unordered_map<std::string, std::vector<char>> known;
    constexpr std::size_t most = 50'000;
    if (known.size() > most) {
        known.clear();
    }
    auto [found, fresh] = known.try_emplace(std::to_string(texts.size()) + pattern);
    if (fresh) {
        Policy plain;
        plain.has_variables = false;
        Rule rule;
        (actions ? rule.actions : rule.resources) = {pattern};
        for (const std::string& text : texts) {
            const bool met =
                actions ? matches_action(rule, text) : matches_resource(plain, rule, text, {});
            found->second.push_back(met ? 1 : 0);
        }
    }
    return found->second;
}

} // namespace

void mark(const Texts& patterns,
          bool negated,
          const Texts& texts,
          bool actions,
          Mask bit,
          std::vector<Mask>& masks) {
    std::vector<char> met(texts.size(), 0);
    for (const std::string& pattern : patterns) {
        const auto& one = column(pattern, texts, actions);
        std::ranges::transform(
            met, one, met.begin(), [](char a, char b) { return static_cast<char>(a | b); });
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        masks[i] |= (met[i] != 0) != negated ? bit : 0;
    }
}

std::optional<Rule> with_values(const Rule& rule, const Context& context) {
    Rule plain = rule;
    plain.resources.clear();
    for (const std::string& pattern : rule.resources) {
        std::string text;
        bool resolved = true;
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const std::size_t close =
                pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
            if (close == std::string::npos) {
                text += pattern[at];
                continue;
            }
            const std::string one = pattern.substr(at, close - at + 1);
            const std::size_t quote = one.find('\'');
            if (variables_in(one).empty()) {
                return std::nullopt;
            }
            const auto found = context.find(variables_in(one).front());
            const Texts values = found == context.end() ? Texts{} : found->second;
            std::string value = values.size() == 1 ? values.front() : "";
            if (values.empty() && quote != std::string::npos) {
                value = one.substr(quote + 1, one.rfind('\'') - quote - 1);
            } else if (values.size() != 1) {
                resolved = false;
            }
            text += value;
            if (value.find_first_of("*?$") != std::string::npos) {
                return std::nullopt;
            }
            at = close;
        }
        if (resolved) {
            plain.resources.push_back(std::move(text));
        }
    }
    return plain;
}

} // namespace polhist::judge
