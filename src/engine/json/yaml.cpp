#include "json/yaml.h"

#include "json/tree.h"
#include "json/writer.h"
#include "json/yaml_scalar.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <yaml.h>

namespace polhist::json {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// One event of the parser; frees what it holds.
class Event {
public:
    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    ~Event() { yaml_event_delete(&event_); }

    yaml_event_t* get() { return &event_; }

    [[nodiscard]] yaml_event_type_t type() const { return event_.type; }

    [[nodiscard]] const yaml_event_t& operator*() const { return event_; }

private:
    yaml_event_t event_{};
};

std::string_view view(const yaml_char_t* text) {
    return text == nullptr ? std::string_view{}
                           : std::string_view(reinterpret_cast<const char*>(text));
}

// What an event of a value says of it besides.
struct Properties {
    std::string_view anchor;
    std::string_view tag;
};

Properties properties_of(const Event& event) {
    const auto& data = (*event).data;
    if (event.type() == YAML_ALIAS_EVENT) {
        return {view(data.alias.anchor), {}};
    }
    if (event.type() == YAML_SCALAR_EVENT) {
        return {view(data.scalar.anchor), view(data.scalar.tag)};
    }
    if (event.type() == YAML_SEQUENCE_START_EVENT) {
        return {view(data.sequence_start.anchor), view(data.sequence_start.tag)};
    }
    if (event.type() == YAML_MAPPING_START_EVENT) {
        return {view(data.mapping_start.anchor), view(data.mapping_start.tag)};
    }
    return {};
}

class Converter {
public:
    explicit Converter(const Source& source) : source_(source), text_(source.text) {
        if (text_.starts_with(byte_order_mark)) {
            text_.remove_prefix(byte_order_mark.size());
        }
        bytes_ = source.text.size() - text_.size();
        yaml_parser_initialize(&parser_);
        yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(
            &parser_, reinterpret_cast<const unsigned char*>(text_.data()), text_.size());
    }

    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    ~Converter() { yaml_parser_delete(&parser_); }

    Result<FromYaml> run() {
        if (stream()) {
            return std::move(out_);
        }
        return tl::make_unexpected(std::move(error_));
    }

private:
    // A part of what is written: of the text and of the offsets.
    struct Span {
        std::size_t text = 0;
        std::size_t text_end = 0;
        std::size_t offsets = 0;
        std::size_t offsets_end = 0;
    };

    struct Member {
        std::string key;
        Span span; // of key and value
    };

    struct Anchored {
        Span span;
        std::optional<std::vector<Member>> members; // of a mapping
    };

    static constexpr std::size_t still_open = SIZE_MAX; // for a place in `anchored_`

    bool stream() {
        Event event;
        for (int skipped = 0; skipped < 2; ++skipped) { // the starts of the stream and the document
            if (!next(event)) {
                return false;
            }
            if (event.type() == YAML_STREAM_END_EVENT) {
                return fail(event, "is empty; a document was expected");
            }
        }
        if (!next(event) || !value(event) || !next(event) || !next(event)) {
            return false;
        }
        return event.type() == YAML_STREAM_END_EVENT ||
               fail(event, "another YAML document begins here; give one at a time");
    }

    bool next(Event& event) {
        yaml_event_delete(event.get());
        if (yaml_parser_parse(&parser_, event.get()) == 1) {
            return true;
        }
        const char* problem = parser_.problem == nullptr ? "it cannot be read" : parser_.problem;
        const std::size_t offset = parser_.error == YAML_READER_ERROR
                                       ? source_.text.size() - text_.size() + parser_.problem_offset
                                       : offset_of(parser_.problem_mark);
        return fail(offset, fmt::format("{}; mend the YAML", problem));
    }

    bool value(const Event& event) {
        if (depth_ == deepest) {
            return fail(event,
                        fmt::format("nested over {} levels deep; no policy needs that", deepest));
        }
        const std::string anchor(properties_of(event).anchor);
        if (event.type() == YAML_ALIAS_EVENT) {
            return alias(event, anchor);
        }
        const Span begun = here();
        std::optional<std::vector<Member>> members;
        if (!anchor.empty()) {
            anchors_[anchor] = still_open;
        }
        ++depth_;
        const bool fine = tagged(event, members);
        --depth_;
        if (fine && !anchor.empty()) {
            anchors_[anchor] = anchored_.size();
            anchored_.push_back({up_to_here(begun), std::move(members)});
        }
        return fine;
    }

    // A value and what its tag makes of it.
    bool tagged(const Event& event, std::optional<std::vector<Member>>& members) {
        const std::string_view tag = properties_of(event).tag;
        const std::string function = function_key(tag);
        if (function.empty()) {
            return untagged(event, tag, members);
        }
        note(event); // the object that holds the function
        note(event); // its key
        out_.text += fmt::format("{{{}:", quoted(function));
        const bool fine = function == "Fn::GetAtt" && event.type() == YAML_SCALAR_EVENT
                              ? attribute(event)
                              : untagged(event, {}, members);
        members.reset();
        out_.text += '}';
        return fine;
    }

    bool untagged(const Event& event,
                  std::string_view tag,
                  std::optional<std::vector<Member>>& members) {
        if (event.type() == YAML_SCALAR_EVENT) {
            return scalar(event, tag);
        }
        if (event.type() == YAML_SEQUENCE_START_EVENT) {
            return (is_standard(tag, {"seq"}) || unknown(event, tag)) && sequence(event);
        }
        if (event.type() == YAML_MAPPING_START_EVENT) {
            return (is_standard(tag, {"map"}) || unknown(event, tag)) &&
                   mapping(event, members.emplace());
        }
        return fail(event, "a value was expected");
    }

    static bool is_standard(std::string_view tag, std::initializer_list<std::string_view> names) {
        constexpr std::string_view standard = "tag:yaml.org,2002:";
        return tag.empty() || tag == "!" ||
               (tag.starts_with(standard) &&
                std::ranges::find(names, tag.substr(standard.size())) != names.end());
    }

    bool unknown(const Event& event, std::string_view tag) {
        return fail(event,
                    fmt::format("the tag `{}` is not known; write out what it stands for", tag));
    }

    bool scalar(const Event& event, std::string_view tag) {
        const auto& data = (*event).data.scalar;
        const std::string_view text(reinterpret_cast<const char*>(data.value), data.length);
        if (!is_standard(tag, {"str", "int", "float", "bool", "null", "timestamp"})) {
            return unknown(event, tag);
        }
        const bool is_text = tag == "!" || tag.ends_with(":str") || tag.ends_with(":timestamp") ||
                             (tag.empty() && data.style != YAML_PLAIN_SCALAR_STYLE);
        return write(event, is_text ? quoted(text) : plain_scalar(text));
    }

    // `a.b.c` is the attribute `b.c` of `a`.
    bool attribute(const Event& event) {
        const auto& data = (*event).data.scalar;
        const std::string_view text(reinterpret_cast<const char*>(data.value), data.length);
        const std::size_t dot = text.find('.');
        if (dot == std::string_view::npos) {
            return fail(event, "`!GetAtt` takes a resource and an attribute: `Bucket.Arn`");
        }
        note(event);
        out_.text += '[';
        bool fine = write(event, quoted(text.substr(0, dot)));
        out_.text += ',';
        fine = fine && write(event, quoted(text.substr(dot + 1)));
        out_.text += ']';
        return fine;
    }

    bool sequence(const Event& start) {
        note(start);
        out_.text += '[';
        Event event;
        std::size_t count = 0;
        while (next(event) && event.type() != YAML_SEQUENCE_END_EVENT) {
            if (count > 0) {
                out_.text += ',';
            }
            path_.push_back(fmt::format("[{}]", count++));
            if (!value(event)) {
                return false;
            }
            path_.pop_back();
        }
        out_.text += ']';
        return error_.message.empty();
    }

    using Keys = std::set<std::string, std::less<>>;

    bool mapping(const Event& start, std::vector<Member>& members) {
        note(start);
        out_.text += '{';
        Keys keys;
        std::vector<std::size_t> merged; // places in `anchored_`
        Event key;
        while (next(key) && key.type() != YAML_MAPPING_END_EVENT) {
            if (!entry(key, keys, merged, members)) {
                return false;
            }
        }
        if (!error_.message.empty() || !add_merged(start, keys, merged, members)) {
            return false;
        }
        out_.text += '}';
        return true;
    }

    // A key and its value; or `<<` and what it takes in, which comes at the end of the mapping.
    bool entry(const Event& key,
               Keys& keys,
               std::vector<std::size_t>& merged,
               std::vector<Member>& members) {
        if (key.type() != YAML_SCALAR_EVENT) {
            return fail(key, "a key must be plain text");
        }
        const auto& data = (*key).data.scalar;
        std::string name(reinterpret_cast<const char*>(data.value), data.length);
        if (name == "<<" && data.style == YAML_PLAIN_SCALAR_STYLE) {
            return merge(merged);
        }
        if (!keys.insert(name).second) {
            return fail(key,
                        fmt::format("the key `{}` stands twice in one mapping; keep one", name));
        }
        return member(key, std::move(name), members);
    }

    // The members of other mappings that are not there yet.
    bool add_merged(const Event& start,
                    Keys& keys,
                    const std::vector<std::size_t>& merged,
                    std::vector<Member>& members) {
        return std::ranges::all_of(merged, [&](std::size_t at) {
            return std::ranges::all_of(*anchored_[at].members, [&](const Member& one) {
                return expand(start, 1) &&
                       (!keys.insert(one.key).second || copied_member(start, one, members));
            });
        });
    }

    bool member(const Event& key, std::string name, std::vector<Member>& members) {
        if (!members.empty()) {
            out_.text += ',';
        }
        const Span begun = here();
        Event event;
        if (!write(key, quoted(name))) {
            return false;
        }
        out_.text += ':';
        path_.push_back(step_to_key(name));
        if (!next(event) || !value(event)) {
            return false;
        }
        path_.pop_back();
        members.push_back({std::move(name), up_to_here(begun)});
        return true;
    }

    // What `<<` names: the anchor of a mapping, or a list of such.
    bool merge(std::vector<std::size_t>& merged) {
        Event event;
        if (!next(event)) {
            return false;
        }
        const bool list = event.type() == YAML_SEQUENCE_START_EVENT;
        while (!list || (next(event) && event.type() != YAML_SEQUENCE_END_EVENT)) {
            const auto known = anchors_.find(properties_of(event).anchor);
            if (event.type() != YAML_ALIAS_EVENT || known == anchors_.end() ||
                known->second == still_open || !anchored_[known->second].members) {
                return fail(event, "`<<` takes an alias of a mapping: `<<: *name`");
            }
            merged.push_back(known->second);
            if (!list) {
                break;
            }
        }
        return error_.message.empty();
    }

    bool alias(const Event& event, const std::string& anchor) {
        const auto known = anchors_.find(anchor);
        if (known == anchors_.end()) {
            return fail(event, fmt::format("no anchor `&{}` stands before", anchor));
        }
        if (known->second == still_open) {
            return fail(event, fmt::format("`*{}` stands inside what it stands for", anchor));
        }
        return copied(event, anchored_[known->second].span);
    }

    bool copied_member(const Event& event, const Member& one, std::vector<Member>& members) {
        if (!members.empty()) {
            out_.text += ',';
        }
        const Span begun = here();
        if (!copied(event, one.span)) {
            return false;
        }
        members.push_back({one.key, up_to_here(begun)});
        return true;
    }

    // Pays for what aliases make longer: sixteen times the text at most, and a little.
    bool expand(const Event& event, std::size_t size) {
        constexpr std::size_t most_times = 16;
        constexpr std::size_t least = 65'536;
        expanded_ += size;
        return expanded_ <= std::max(text_.size() * most_times, least) ||
               fail(event, "aliases make this far longer than it is; write it out");
    }

    // Writes once more what is written.
    bool copied(const Event& event, const Span& span) {
        const std::size_t size = span.text_end - span.text;
        if (!expand(event, size)) {
            return false;
        }
        out_.text.append(std::string(out_.text, span.text, size));
        for (std::size_t at = span.offsets; at < span.offsets_end; ++at) {
            out_.offsets.push_back(out_.offsets[at]);
        }
        return true;
    }

    bool write(const Event& event, const std::string& json) {
        note(event);
        out_.text += json;
        return true;
    }

    void note(const Event& event) {
        out_.offsets.push_back(static_cast<std::uint32_t>(offset_of((*event).start_mark)));
    }

    [[nodiscard]] Span here() const {
        return {out_.text.size(), out_.text.size(), out_.offsets.size(), out_.offsets.size()};
    }

    [[nodiscard]] Span up_to_here(Span begun) const {
        begun.text_end = out_.text.size();
        begun.offsets_end = out_.offsets.size();
        return begun;
    }

    // The parser counts characters. Its marks come in order but for a few, so each is looked for
    // from the one before.
    std::size_t offset_of(const yaml_mark_t& mark) {
        if (mark.index < characters_) {
            characters_ = 0;
            bytes_ = source_.text.size() - text_.size();
        }
        const auto goes_on = [&](std::size_t at) {
            return at < source_.text.size() &&
                   (static_cast<unsigned char>(source_.text[at]) & 0xC0U) == 0x80U;
        };
        while (characters_ < mark.index && bytes_ < source_.text.size()) {
            ++bytes_;
            while (goes_on(bytes_)) {
                ++bytes_;
            }
            ++characters_;
        }
        return bytes_;
    }

    bool fail(const Event& event, const std::string& what) {
        return fail(offset_of((*event).start_mark), what);
    }

    bool fail(std::size_t offset, const std::string& what) {
        if (error_.message.empty()) {
            error_.message =
                fmt::format("{}: {} (${})", describe(source_, offset), what, fmt::join(path_, ""));
        }
        return false;
    }

    const Source& source_;
    std::string_view text_; // without a byte order mark
    yaml_parser_t parser_{};
    FromYaml out_;
    std::map<std::string, std::size_t, std::less<>> anchors_; // places in `anchored_`
    std::deque<Anchored> anchored_;
    std::size_t expanded_ = 0;
    std::vector<std::string> path_;
    std::size_t depth_ = 0;
    std::size_t characters_ = 0; // of the text up to `bytes_` of the source
    std::size_t bytes_ = 0;
    Error error_;
};

} // namespace

Result<FromYaml> from_yaml(const Source& source) {
    return Converter(source).run();
}

bool is_yaml_name(std::string_view name) {
    return name.ends_with(".yaml") || name.ends_with(".yml");
}

bool looks_like_yaml(const Source& source) {
    if (is_yaml_name(source.name)) {
        return true;
    }
    std::string_view text = source.text;
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    // Comments, the mark of a document, and then a key.
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with('#') || line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        constexpr std::string_view names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                           "0123456789_-'\"";
        const std::size_t colon = line.find_first_not_of(names);
        const bool key =
            colon != 0 && colon != std::string_view::npos && line[colon] == ':' &&
            (colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r');
        return line.starts_with("---") || line.starts_with("%YAML") || line.starts_with("- ") ||
               key;
    }
    return false;
}

} // namespace polhist::json
