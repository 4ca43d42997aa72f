#include "json/parts.h"

#include "json/tree.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <stdexcept>
#include <vector>

namespace polhist::json {
namespace {

struct TooLong : std::length_error {
    using std::length_error::length_error;
};

// RapidJSON's names.
// NOLINTBEGIN(readability-identifier-naming)

// Memory for the string that is being read.
class BoundedMemory {
public:
    static constexpr bool kNeedFree = true;

    static void* Malloc(std::size_t size) { return Realloc(nullptr, 0, size); }

    static void* Realloc(void* old, std::size_t, std::size_t size) {
        if (size > longest_string) {
            throw TooLong("a string is too long");
        }
        if (size == 0) {
            std::free(old);
            return nullptr;
        }
        void* memory = std::realloc(old, size);
        if (memory == nullptr) {
            throw std::bad_alloc();
        }
        return memory;
    }

    static void Free(void* memory) { std::free(memory); }
};

// The text, a block at a time. From keep() on it is kept, until kept() gives it.
class Stream {
public:
    using Ch = char;

    explicit Stream(const ReadBlock& read) : read_(read), block_(size, '\0') {
        constexpr std::string_view mark = "\xef\xbb\xbf";
        fill();
        if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(mark)) {
            at_ += mark.size();
            located_ = at_;
        }
    }

    char Peek() { return at_ != end_ || fill() ? *at_ : '\0'; }

    char Take() { return at_ != end_ || fill() ? *at_++ : '\0'; }

    [[nodiscard]] std::size_t Tell() const {
        return before_ + static_cast<std::size_t>(at_ - block_.data());
    }

    // A parser that does not write into the text calls none of these.
    char* PutBegin() { return nullptr; }

    void Put(char) {}

    std::size_t PutEnd(char*) { return 0; }

    [[nodiscard]] bool ends() const { return at_ == end_ && ended_; }

    // Why it could not be read on.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    // Whether what was to be kept is too long.
    [[nodiscard]] bool overflows() const { return kept_.size() > longest_part; }

    // Keeps the text from the byte that was taken last on.
    void keep() {
        begin_ = where(at_ - 1);
        from_ = at_ - 1;
        kept_.clear();
    }

    [[nodiscard]] bool keeps() const { return from_ != nullptr; }

    // What was kept, up to the byte that was taken last.
    Source kept(std::string_view name) {
        kept_.append(from_, at_);
        from_ = nullptr;
        return {name, kept_, begin_};
    }

    // Where the next byte is.
    Location here() { return where(at_); }

private:
    static constexpr std::size_t size = std::size_t{256} << 10U;

    bool fill() {
        if (ended_) {
            return false;
        }
        if (from_ != nullptr) {
            kept_.append(from_, end_);
            from_ = end_;
            if (overflows()) {
                ended_ = true;
                return false;
            }
        }
        if (end_ != nullptr) {
            location_ = where(end_);
            before_ += static_cast<std::size_t>(end_ - block_.data());
        }
        const auto count = read_(block_.data(), block_.size());
        at_ = end_ = located_ = block_.data();
        from_ = from_ != nullptr ? at_ : nullptr;
        if (!count) {
            error_ = count.error();
        }
        end_ += count.value_or(0);
        ended_ = end_ == at_;
        return !ended_;
    }

    Location where(const char* at) {
        location_ = moved(location_, {located_, static_cast<std::size_t>(at - located_)});
        located_ = at;
        return location_;
    }

    const ReadBlock& read_;
    std::string block_;
    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::size_t before_ = 0; // bytes of the blocks before this one
    bool ended_ = false;
    std::optional<Error> error_;
    const char* located_ = nullptr; // a byte of the block, and where it is
    Location location_;
    const char* from_ = nullptr; // of the block, what is kept
    std::string kept_;
    Location begin_;
};

class Events : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Events> {
public:
    Events(std::string_view name,
           Stream& stream,
           std::span<const std::string_view> keys,
           const std::function<Result<void>(const Part&)>& take)
        : name_(name),
          stream_(stream),
          keys_(keys),
          take_(take),
          writer_(outline_) {}

    bool Null() { return scalar("null", "null"); }

    bool Bool(bool truth) { return scalar(truth ? "true" : "false", "true"); }

    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        return scalar({text, size}, "0");
    }

    bool String(const char* text, rapidjson::SizeType size, bool) {
        constexpr std::size_t longest = 1024;
        if (levels_.size() == 1) {
            writer_.string(std::string_view(text, size).substr(0, longest));
            return true;
        }
        return scalar({}, R"("")");
    }

    bool Key(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view key(text, size);
        if (levels_.size() == 1) {
            writer_.key(key);
            const auto wanted = std::ranges::find(keys_, key);
            list_ = wanted == keys_.end() ? std::string_view{} : *wanted;
        }
        if (hashes_.size() == most_open_keys) {
            return refuse(
                fmt::format("one object, with all that hold it, has over {} keys", most_open_keys));
        }
        hashes_.push_back(std::hash<std::string_view>{}(key));
        return true;
    }

    bool StartObject() { return open('{'); }

    bool StartArray() { return open('['); }

    bool EndObject(rapidjson::SizeType) { return keys_differ() && close(); }

    bool EndArray(rapidjson::SizeType) { return close(); }

    std::string outline() { return std::move(outline_); }

    // Why the reading ended, if it was not the syntax.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    // `shape` is what is given for an element that is no object.
    bool scalar(std::string_view text, std::string_view shape) {
        if (levels_.empty()) {
            return refuse("the root is no object");
        }
        if (levels_.size() == 1) {
            writer_.raw(text);
        }
        return !is_element() || give({name_, shape, stream_.here()});
    }

    // Whether what stands here is an element of a list that is wanted.
    [[nodiscard]] bool is_element() const {
        return levels_.size() == 2 && !list_.empty() && levels_[1].bracket == '[';
    }

    bool open(char bracket) {
        if (levels_.size() == deepest) {
            return refuse(fmt::format("nested over {} levels deep; no policy needs that", deepest));
        }
        if (levels_.empty()) {
            if (bracket != '{') {
                return refuse("the root is no object");
            }
            writer_.begin_object();
        } else if (levels_.size() == 1) {
            writer_.raw(bracket == '{' ? "{}" : "[]");
        }
        if (is_element()) {
            stream_.keep();
        }
        levels_.push_back({bracket, hashes_.size()});
        return true;
    }

    bool close() {
        levels_.pop_back();
        if (levels_.empty()) {
            writer_.end_object();
        }
        return !is_element() || give(stream_.kept(name_));
    }

    bool give(const Source& source) {
        auto taken = take_({list_, source});
        if (!taken) {
            error_ = std::move(taken.error());
        }
        return !error_;
    }

    // What is kept is read once more, by a Tree, which says which key it is.
    bool keys_differ() {
        const auto first = hashes_.begin() + static_cast<std::ptrdiff_t>(levels_.back().first_hash);
        std::sort(first, hashes_.end());
        const bool differ =
            stream_.keeps() || std::adjacent_find(first, hashes_.end()) == hashes_.end();
        hashes_.erase(first, hashes_.end());
        return differ || refuse("a key stands twice in the object that ends here; keep one");
    }

    bool refuse(std::string_view what) {
        const Location at = stream_.here();
        error_ = Error{fmt::format("{}:{}:{}: {}", name_, at.line, at.column, what)};
        return false;
    }

    struct Level {
        char bracket;
        std::size_t first_hash; // of the keys of an object
    };

    std::string_view name_;
    Stream& stream_;
    std::span<const std::string_view> keys_;
    const std::function<Result<void>(const Part&)>& take_;
    std::string outline_;
    Writer writer_;
    std::string_view list_; // the key of the root that leads here, if it is wanted
    std::vector<Level> levels_;
    std::vector<std::size_t> hashes_; // of the keys of all open objects
    std::optional<Error> error_;
};

// NOLINTEND(readability-identifier-naming)

} // namespace

Result<std::string> read_parts(std::string_view name,
                               const ReadBlock& read,
                               std::span<const std::string_view> keys,
                               const std::function<Result<void>(const Part&)>& take) {
    constexpr unsigned flags =
        rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
    Stream stream(read);
    Events events(name, stream, keys, take);
    const auto failed = [&](std::string_view what) {
        const Location at = stream.here();
        return failure(fmt::format("{}:{}:{}: {}", name, at.line, at.column, what));
    };
    rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, BoundedMemory> reader;
    std::optional<rapidjson::ParseErrorCode> code;
    try {
        const rapidjson::ParseResult result = reader.Parse<flags>(stream, events);
        code = result.IsError() ? std::optional(result.Code()) : std::nullopt;
    } catch (const TooLong&) {
        return failed(fmt::format("a string has over {} MiB", longest_string >> 20U));
    }
    if (stream.error()) {
        return tl::make_unexpected(*stream.error());
    }
    if (stream.overflows()) {
        return failed(fmt::format("one element has over {} MiB", longest_part >> 20U));
    }
    if (events.error()) {
        return tl::make_unexpected(*events.error());
    }
    if (code) {
        return failed(fmt::format("this is no JSON: {}", rapidjson::GetParseError_En(*code)));
    }
    if (!stream.ends()) {
        return failed("this is no JSON: a byte of value 0 ends it");
    }
    return events.outline();
}

} // namespace polhist::json
