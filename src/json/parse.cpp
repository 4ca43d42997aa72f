// Tree::parse, from the events of a parser: of RapidJSON, which is quick. What that refuses, or
// reads as others do not, nlohmann's parser reads once more: it judges, and says why.

#include "json/tree.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <rapidjson/reader.h>
#include <unordered_set>

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

// NOLINTBEGIN(readability-identifier-naming): the names are RapidJSON's.

// The same for RapidJSON. It takes a NUL for the end of the text.
class WatchedStream {
public:
    using Ch = char;

    WatchedStream(std::string_view text, const char** seen)
        : first_(text.data()),
          last_(text.data() + text.size()),
          seen_(seen) {}

    [[nodiscard]] char Peek() const { return *seen_ == last_ ? '\0' : **seen_; }

    char Take() { return *seen_ == last_ ? '\0' : *(*seen_)++; }

    [[nodiscard]] std::size_t Tell() const { return static_cast<std::size_t>(*seen_ - first_); }

    // For texts that are decoded where they stand, which this one is not.
    char* PutBegin() { return nullptr; }

    void Put(char) {}

    void Flush() {}

    std::size_t PutEnd(char*) { return 0; }

private:
    const char* first_;
    const char* last_;
    const char** seen_;
};

// NOLINTEND(readability-identifier-naming)

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

class Builder final : public Events {
public:
    Builder(const Source& source,
            std::vector<Node>& nodes,
            std::deque<std::string>& unescaped,
            const char* const& seen)
        : source_(source),
          nodes_(nodes),
          unescaped_(unescaped),
          seen_(seen) {}

    [[nodiscard]] const std::string& failure_text() const { return failure_; }

    bool null() override { return scalar(Kind::null, 4); }

    bool boolean(bool truth) override { return scalar(Kind::boolean, truth ? 4 : 5); }

    bool number_integer(number_integer_t) override { return number(); }

    bool number_unsigned(number_unsigned_t) override { return number(); }

    bool number_float(number_float_t, const string_t&) override { return number(); }

    bool binary(binary_t&) override { return false; }

    bool string(string_t& decoded) override { return add_string(decoded); }

    bool key(string_t& decoded) override { return add_string(decoded); }

    bool start_object(std::size_t) override { return open(Kind::object); }

    bool start_array(std::size_t) override { return open(Kind::array); }

    bool end_array() override { return close(); }

    bool end_object() override {
        const std::uint32_t object = open_.back();
        close();
        return keys_differ(object);
    }

    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception& error) override {
        const std::size_t offset = std::min(position == 0 ? 0 : position - 1, source_.text.size());
        return fail(offset, inside_path(), reason_of(error) + "; mend the JSON");
    }

    // The parser has looked at the character after the number, if there is one.
    bool number() {
        constexpr std::string_view number_characters = "+-.0123456789eE";
        std::size_t end = read();
        while (number_characters.find(source_.text[end - 1]) == std::string_view::npos) {
            --end;
        }
        std::size_t start = end;
        while (start > 0 &&
               number_characters.find(source_.text[start - 1]) != std::string_view::npos) {
            --start;
        }
        add(Kind::number, start, source_.text.substr(start, end - start));
        return true;
    }

    // A string without escapes is as long in the text as it is decoded.
    bool add_string(std::string_view decoded) {
        const std::size_t end = read() - 1;
        const std::size_t start = end - decoded.size();
        const std::string_view spelt = source_.text.substr(start, decoded.size());
        if (source_.text[start - 1] == '"' && spelt.find('\\') == std::string_view::npos) {
            add(Kind::string, start - 1, spelt);
        } else {
            unescaped_.emplace_back(decoded);
            add(Kind::string, opening_quote(source_.text, end + 1), unescaped_.back());
        }
        return true;
    }

    bool open(Kind kind) {
        if (open_.size() == deepest) {
            return fail(read() - 1,
                        inside_path(),
                        fmt::format("nested over {} levels deep; no policy needs that", deepest));
        }
        open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
        add(kind, read() - 1, {});
        nodes_.back().next = 0;
        return true;
    }

    bool close() {
        Node& node = nodes_[open_.back()];
        node.next = static_cast<std::uint32_t>(nodes_.size());
        node.text = source_.text.substr(node.offset, read() - node.offset);
        open_.pop_back();
        return true;
    }

private:
    [[nodiscard]] std::size_t read() const {
        return static_cast<std::size_t>(seen_ - source_.text.data());
    }

    [[nodiscard]] std::string inside_path() const {
        return open_.empty() ? "$" : path_to(nodes_, open_.back());
    }

    bool fail(std::size_t offset, const std::string& path, const std::string& what) {
        failure_ = fmt::format("{}: {} ({})", describe(source_, offset), what, path);
        return false;
    }

    void add(Kind kind, std::size_t offset, std::string_view text) {
        const auto next = static_cast<std::uint32_t>(nodes_.size() + 1);
        nodes_.push_back({kind, static_cast<std::uint32_t>(offset), next, text});
    }

    bool scalar(Kind kind, std::size_t size) {
        const std::size_t offset = read() - size;
        add(kind, offset, source_.text.substr(offset, size));
        return true;
    }

    bool keys_differ(std::uint32_t object) {
        constexpr std::size_t few = 16;
        seen_keys_.clear();
        hashed_keys_.clear();
        const std::uint32_t end = nodes_[object].next;
        for (std::uint32_t at = object + 1; at < end; at = nodes_[at + 1].next) {
            const std::string_view key = nodes_[at].text;
            const bool repeated = seen_keys_.size() < few
                                      ? std::ranges::find(seen_keys_, key) != seen_keys_.end()
                                      : is_repeated(key);
            if (repeated) {
                return fail(nodes_[at].offset,
                            path_to(nodes_, at + 1),
                            fmt::format("the key `{}` stands twice in one object; keep one", key));
            }
            seen_keys_.push_back(key);
        }
        return true;
    }

    bool is_repeated(std::string_view key) {
        if (hashed_keys_.empty()) {
            hashed_keys_.insert(seen_keys_.begin(), seen_keys_.end());
        }
        return !hashed_keys_.insert(key).second;
    }

    const Source& source_;
    std::vector<Node>& nodes_;
    std::deque<std::string>& unescaped_;
    const char* const& seen_;
    std::vector<std::uint32_t> open_;
    std::vector<std::string_view> seen_keys_;
    std::unordered_set<std::string_view> hashed_keys_;
    std::string failure_;
};

// RapidJSON's names for the events.
// NOLINTBEGIN(readability-identifier-naming)
class QuickEvents : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, QuickEvents> {
public:
    explicit QuickEvents(Builder& builder) : builder_(builder) {}

    bool Null() { return builder_.null(); }

    bool Bool(bool truth) { return builder_.boolean(truth); }

    bool RawNumber(const char*, rapidjson::SizeType, bool) { return builder_.number(); }

    bool String(const char* decoded, rapidjson::SizeType size, bool) {
        return add_string({decoded, size});
    }

    bool Key(const char* decoded, rapidjson::SizeType size, bool) {
        return add_string({decoded, size});
    }

    bool StartObject() { return builder_.open(Kind::object); }

    bool EndObject(rapidjson::SizeType) { return builder_.end_object(); }

    bool StartArray() { return builder_.open(Kind::array); }

    bool EndArray(rapidjson::SizeType) { return builder_.close(); }

private:
    // It takes half of an escaped surrogate pair for a character, which then begins with this byte.
    bool add_string(std::string_view decoded) {
        constexpr char first_of_surrogate = '\xed';
        return decoded.find(first_of_surrogate) == std::string_view::npos &&
               builder_.add_string(decoded);
    }

    Builder& builder_;
};

// NOLINTEND(readability-identifier-naming)

// Whether RapidJSON read all of a text as what it is.
bool read_quickly(const Source& source,
                  std::vector<Node>& nodes,
                  std::deque<std::string>& unescaped) {
    constexpr unsigned flags =
        rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
    const char* seen = source.text.data();
    Builder builder(source, nodes, unescaped, seen);
    QuickEvents events(builder);
    WatchedStream stream(source.text, &seen);
    const bool read = !rapidjson::Reader().Parse<flags>(stream, events).IsError();
    return read && seen == source.text.data() + source.text.size();
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
    if (read_quickly(tree.source_, tree.nodes_, tree.unescaped_)) {
        return tree;
    }
    tree.nodes_.clear();
    tree.unescaped_.clear();
    const char* seen = source.text.data();
    Builder builder(tree.source_, tree.nodes_, tree.unescaped_, seen);
    const WatchedIterator first(source.text.data(), &seen);
    const WatchedIterator last(source.text.data() + source.text.size(), &seen);
    if (!nlohmann::json::sax_parse(first, last, &builder)) {
        return failure(builder.failure_text());
    }
    // The parser takes a NUL for the end of the text and would leave what follows unread.
    if (const std::size_t nul = source.text.find('\0'); nul != std::string_view::npos) {
        return failure(fmt::format("{}: a NUL byte after the JSON; remove it and what follows ($)",
                                   describe(source, nul)));
    }
    return tree;
}

} // namespace polhist::json
