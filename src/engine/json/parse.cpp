// Tree::parse, from the events of a parser: of RapidJSON, which is quick. What that refuses, or
// reads as others do not, nlohmann's parser reads once more: it judges, and says why.

#include "core/percent.h"
#include "json/builder.h"
#include "json/quick.h"
#include "json/tree.h"
#include "json/yaml.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace polhist::json {
namespace {

using Events = nlohmann::json_sax<nlohmann::json>;

constexpr std::size_t largest_text = std::numeric_limits<std::uint32_t>::max() / 4;

// An input iterator that lets others see how far the parser has read.
class WatchedIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedIterator(const char* at, const char** seen) : at_(at), seen_(seen) {}

    reference operator*() const { return *at_; }

    WatchedIterator& operator++() {
        *seen_ = ++at_;
        return *this;
    }

    bool operator==(const WatchedIterator& other) const { return at_ == other.at_; }

    bool operator!=(const WatchedIterator& other) const { return at_ != other.at_; }

private:
    const char* at_;
    const char** seen_;
};

// The offset of the quote that opens the string ending (closing quote included) at `end`.
std::size_t opening_quote(std::string_view text, std::size_t end) {
    std::size_t at = end - 1;
    while (at > 0) {
        --at;
        if (text[at] != '"') {
            continue;
        }
        std::size_t backslashes = 0;
        while (backslashes < at && text[at - 1 - backslashes] == '\\') {
            ++backslashes;
        }
        if (backslashes % 2 == 0) {
            break;
        }
    }
    return at;
}

// What nlohmann says of a syntax error, without its numbering and position.
std::string reason_of(const nlohmann::detail::exception& error) {
    std::string reason = error.what();
    for (const std::string_view mark : {"] ", ": "}) {
        const std::size_t at = reason.find(mark);
        if (at != std::string::npos) {
            reason.erase(0, at + mark.size());
        }
    }
    return reason;
}

class JudgeEvents final : public Events {
public:
    JudgeEvents(Builder& builder, std::string_view text, const char* const& seen)
        : builder_(builder),
          text_(text),
          seen_(seen) {}

    bool null() override { return scalar(Kind::null, 4); }

    bool boolean(bool truth) override { return scalar(Kind::boolean, truth ? 4 : 5); }

    bool number_integer(number_integer_t) override { return number(); }

    bool number_unsigned(number_unsigned_t) override { return number(); }

    bool number_float(number_float_t, const string_t&) override { return number(); }

    bool binary(binary_t&) override { return false; }

    bool string(string_t& decoded) override {
        builder_.string(opening_quote(text_, read()), decoded);
        return true;
    }

    bool key(string_t& decoded) override { return string(decoded); }

    bool start_object(std::size_t) override { return builder_.open(Kind::object, read() - 1); }

    bool start_array(std::size_t) override { return builder_.open(Kind::array, read() - 1); }

    bool end_array() override { return builder_.close(read()); }

    bool end_object() override { return builder_.close(read()); }

    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception& error) override {
        const std::size_t offset = std::min(position == 0 ? 0 : position - 1, text_.size());
        return builder_.fail(offset, reason_of(error) + "; mend the JSON");
    }

private:
    [[nodiscard]] std::size_t read() const {
        return static_cast<std::size_t>(seen_ - text_.data());
    }

    bool scalar(Kind kind, std::size_t size) {
        builder_.scalar(kind, read() - size, size);
        return true;
    }

    // The parser has looked at the character after the number, if there is one.
    bool number() {
        constexpr std::string_view number_characters = "+-.0123456789eE";
        std::size_t end = read();
        while (number_characters.find(text_[end - 1]) == std::string_view::npos) {
            --end;
        }
        std::size_t start = end;
        while (start > 0 && number_characters.find(text_[start - 1]) != std::string_view::npos) {
            --start;
        }
        builder_.scalar(Kind::number, start, end - start);
        return true;
    }

    Builder& builder_;
    std::string_view text_;
    const char* const& seen_;
};

// Why a text that a user names cannot be JSON or YAML, where its beginning tells.
std::string_view refusal_of(std::string_view text) {
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return "is UTF-16, as PowerShell writes it; write UTF-8 (`iconv -f UTF-16 -t UTF-8`)";
    }
    if (text.starts_with("version https://git-lfs.github.com/spec/")) {
        return "is a pointer of Git LFS, not the file itself; fetch it with `git lfs pull`";
    }
    return {};
}

// A document as AWS gives it in an envelope, alone.
bool is_percent_encoded(std::string_view text) {
    return text.starts_with("%7B") || text.starts_with("%7b");
}

} // namespace

Result<Tree> Tree::parse(const Source& source) {
    if (source.text.size() > largest_text) {
        return failure(fmt::format("{}: over 1 GiB; split it", source.name));
    }
    if (source.text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return failure(fmt::format("{}:1:1: is empty; JSON was expected ($)", source.name));
    }
    Tree tree(source);
    constexpr std::size_t usual_bytes_a_node = 24;
    tree.nodes_.reserve(source.text.size() / usual_bytes_a_node + 1);
    Builder builder(tree.source_, tree.nodes_, tree.unescaped_);
    if (read_quickly(source.text, builder)) {
        return tree;
    }
    tree.nodes_.clear();
    tree.unescaped_.clear();
    Builder again(tree.source_, tree.nodes_, tree.unescaped_);
    const char* seen = source.text.data();
    JudgeEvents events(again, source.text, seen);
    const WatchedIterator first(source.text.data(), &seen);
    const WatchedIterator last(source.text.data() + source.text.size(), &seen);
    if (!nlohmann::json::sax_parse(first, last, &events)) {
        return failure(again.failure_text());
    }
    // The parser takes a NUL for the end of the text and would leave what follows unread.
    if (const std::size_t nul = source.text.find('\0'); nul != std::string_view::npos) {
        return failure(fmt::format("{}: a NUL byte after the JSON; remove it and what follows ($)",
                                   describe(source, nul)));
    }
    return tree;
}

Result<Tree> Tree::parse_any(const Source& source) {
    if (const std::string_view refused = refusal_of(source.text); !refused.empty()) {
        return failure(fmt::format("{}:1:1: {}", source.name, refused));
    }
    if (is_percent_encoded(source.text)) {
        auto decoded = percent_decoded(source.text);
        return decoded ? parse_converted(source.name, std::move(*decoded)) : parse(source);
    }
    if (!looks_like_yaml(source)) {
        return parse(source);
    }
    auto converted = from_yaml(source);
    if (!converted) {
        return tl::make_unexpected(std::move(converted.error()));
    }
    auto tree = parse_converted(source.name, std::move(converted->text));
    if (tree) {
        for (std::size_t at = 0; at < tree->nodes_.size(); ++at) {
            tree->nodes_[at].offset = converted->offsets[at];
        }
        tree->locator_ = Locator(source.text);
    }
    return tree;
}

Result<Tree> Tree::parse_converted(std::string_view name, std::string converted) {
    const auto text = std::make_shared<const std::string>(std::move(converted));
    auto tree = parse({name, *text});
    if (tree) {
        tree->converted_ = text;
    }
    return tree;
}

} // namespace polhist::json
