#include "json/quick.h"

#include <array>

#ifdef __SSE2__
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/reader.h>

namespace polhist::json {
namespace {

// RapidJSON reads a text in place, up to a NUL, and in steps of 16 bytes, which may end after it.
constexpr std::size_t longest_step = 16;

// RapidJSON's names for the events.
// NOLINTBEGIN(readability-identifier-naming)
class Events : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Events> {
public:
    // `first`: of the text that `stream` reads.
    Events(Builder& builder,
           const char* first,
           rapidjson::InsituStringStream& stream,
           bool may_have_surrogates)
        : builder_(builder),
          first_(first),
          stream_(stream),
          may_have_surrogates_(may_have_surrogates) {}

    bool Null() { return add(Kind::null, 4); }

    bool Bool(bool truth) { return add(Kind::boolean, truth ? 4 : 5); }

    bool RawNumber(const char* number, rapidjson::SizeType size, bool) {
        // What is too large for a double is the judge's business.
        constexpr std::size_t longest = 300;
        const std::string_view text(number, size);
        if (size > longest || text.find_first_of("eE") != std::string_view::npos) {
            return false;
        }
        builder_.scalar(Kind::number, static_cast<std::size_t>(number - first_), size);
        return true;
    }

    bool String(const char* decoded, rapidjson::SizeType size, bool) {
        // It takes half of an escaped surrogate pair for a character, which begins with this byte.
        constexpr char first_of_surrogate = '\xed';
        const std::string_view text(decoded, size);
        if (may_have_surrogates_ && text.find(first_of_surrogate) != std::string_view::npos) {
            return false;
        }
        builder_.string(static_cast<std::size_t>(decoded - first_) - 1, text);
        return true;
    }

    bool Key(const char* decoded, rapidjson::SizeType size, bool copied) {
        return String(decoded, size, copied);
    }

    bool StartObject() { return builder_.open(Kind::object, stream_.Tell() - 1); }

    bool StartArray() { return builder_.open(Kind::array, stream_.Tell() - 1); }

    bool EndObject(rapidjson::SizeType) { return builder_.close(stream_.Tell()); }

    bool EndArray(rapidjson::SizeType) { return builder_.close(stream_.Tell()); }

private:
    bool add(Kind kind, std::size_t size) {
        builder_.scalar(kind, stream_.Tell() - size, size);
        return true;
    }

    Builder& builder_;
    const char* first_;
    rapidjson::InsituStringStream& stream_;
    bool may_have_surrogates_;
};

// NOLINTEND(readability-identifier-naming)

// Whether a text is ASCII without control characters but white space: all that the quickest way
// is right about. A block at a time, which compilers make quick.
bool is_simple(std::string_view text) {
    constexpr std::size_t block = 64;
    const auto is_odd = [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return static_cast<unsigned>(code >= 0x80) |
               (static_cast<unsigned>(code < 0x20) & static_cast<unsigned>(code != '\n') &
                static_cast<unsigned>(code != '\r') & static_cast<unsigned>(code != '\t'));
    };
    unsigned odd = 0;
    for (; text.size() >= block; text.remove_prefix(block)) {
        for (std::size_t i = 0; i < block; ++i) {
            odd |= is_odd(text[i]);
        }
        if (odd != 0) {
            return false;
        }
    }
    for (const char byte : text) {
        odd |= is_odd(byte);
    }
    return odd == 0;
}

} // namespace

bool read_quickly(std::string_view text, Builder& builder) {
    constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
    std::string copy;
    copy.reserve(text.size() + longest_step);
    copy.append(text).append(longest_step, '\0');
    rapidjson::InsituStringStream stream(copy.data());
    const bool simple = is_simple(text);
    const bool escapes = text.find('\\') != std::string_view::npos;
    Events events(builder, copy.data(), stream, !simple || escapes);
    rapidjson::Reader reader;
    const rapidjson::ParseResult read =
        simple ? reader.Parse<flags>(stream, events)
               : reader.Parse<flags | rapidjson::kParseValidateEncodingFlag>(stream, events);
    return !read.IsError() && stream.Tell() == text.size();
}

} // namespace polhist::json
