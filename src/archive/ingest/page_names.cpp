#include "ingest/page_names.h"

#include "ingest/arn.h"
#include "policy/document.h"

#include <algorithm>
#include <array>

namespace polhist::ingest {
namespace {

using policy::folded;

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// How many words are run together: capitals that stand behind a small letter or digit, and one.
std::size_t words_in(std::string_view name) {
    std::size_t words = 1;
    for (std::size_t i = 1; i < name.size(); ++i) {
        if (is_upper(name[i]) && is_lower(name[i - 1])) {
            ++words;
        }
    }
    return words;
}

// Whether a word is the name of a policy though nothing says so.
bool looks_like_policy(std::string_view word) {
    constexpr std::array<std::string_view, 6> endings{
        "Access", "Policy", "Role", "ReadOnly", "Audit", "User"};
    const std::size_t words = words_in(word);
    const bool ends_like_one = std::ranges::any_of(
        endings, [&](std::string_view ending) { return word.ends_with(ending); });
    return is_iam_name(word) && (words >= 3 || (words == 2 && ends_like_one));
}

std::string_view trimmed(std::string_view text, std::string_view what = " ") {
    const std::size_t start = text.find_first_not_of(what);
    if (start == std::string_view::npos) {
        return {};
    }
    return text.substr(start, text.find_last_not_of(what) - start + 1);
}

// The word before the next space; `text` moves past it.
std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
}

// How many bytes at the front part names from what is said of them: a dash or a colon.
std::size_t separator_size(std::string_view text) {
    constexpr std::array<std::string_view, 4> separators{"–", "—", "-", ":"};
    const std::size_t start = std::min(text.find_first_not_of(' '), text.size());
    for (const std::string_view separator : separators) {
        if (text.substr(start).starts_with(separator)) {
            return start + separator.size();
        }
    }
    return 0;
}

void add(std::vector<std::string>& names, std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) {
        names.emplace_back(name);
    }
}

class CellReader {
public:
    explicit CellReader(const std::vector<std::string>& known) : known_(known) {}

    // `A – …`, `A and B – …`, `A: …`. Nothing where the cell begins otherwise.
    [[nodiscard]] NamedChange leading(std::string_view cell) const {
        NamedChange found;
        while (true) {
            std::string_view word = take_word(cell);
            const bool colon = word.ends_with(':');
            word = trimmed(word, ",:");
            if (is_name(word) || (found.policies.empty() && words_in(word) > 1 &&
                                  is_iam_name(word) && (colon || separator_size(cell) > 0))) {
                add(found.policies, word);
            } else if (found.policies.empty() || (word != "and" && word != "&")) {
                return {};
            }
            if (const std::size_t size = separator_size(cell); size > 0 || colon) {
                found.change = trimmed(cell.substr(size));
                return found;
            }
        }
    }

    // Names anywhere in the cell.
    [[nodiscard]] NamedChange anywhere(std::string_view cell) const {
        NamedChange found{{}, std::string(cell)};
        while (!cell.empty()) {
            const std::string_view word = trimmed(take_word(cell), ".,:;()[]\"'");
            if (is_name(word)) {
                add(found.policies, word);
            }
        }
        return found;
    }

private:
    [[nodiscard]] bool is_name(std::string_view word) const {
        return std::ranges::find(known_, word) != known_.end() || looks_like_policy(word);
    }

    const std::vector<std::string>& known_;
};

} // namespace

std::string policy_in_heading(std::string_view heading) {
    const std::string lower = folded(heading);
    for (const std::string_view mark : {"aws managed policy:", "aws-managed policy:"}) {
        if (lower.starts_with(mark)) {
            std::string_view name = trimmed(heading.substr(mark.size()));
            name = name.substr(0, name.find(' '));
            return is_iam_name(name) ? std::string(name) : std::string();
        }
    }
    for (const std::string_view mark : {" managed policy", " policy"}) {
        if (lower.ends_with(mark)) {
            heading.remove_suffix(mark.size());
            break;
        }
    }
    return looks_like_policy(heading) ? std::string(heading) : std::string();
}

NamedChange change_in_cell(std::string_view cell, const std::vector<std::string>& known) {
    const CellReader reader(known);
    NamedChange found = reader.leading(cell);
    return found.policies.empty() ? reader.anywhere(cell) : found;
}

} // namespace polhist::ingest
