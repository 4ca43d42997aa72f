// Writes JSON in the order it is told.
//
// Strings come out as pure ASCII: control characters, and everything past ASCII, are escaped, so
// the output is the same on every terminal and safe on each. Bytes that are not UTF-8 become
// U+FFFD. Commas are the writer's business; nesting is the caller's, and asserted.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::json {

class Value;

class Writer {
public:
    // `indent` spaces for each level, or 0 for everything on one line.
    explicit Writer(std::string& out, std::size_t indent = 0) : out_(out), indent_(indent) {}

    Writer& begin_object() { return begin('{'); }

    Writer& end_object() { return end('}'); }

    Writer& begin_array() { return begin('['); }

    Writer& end_array() { return end(']'); }

    Writer& key(std::string_view name);
    Writer& string(std::string_view text);
    Writer& number(std::uint64_t value);
    Writer& boolean(bool truth);
    Writer& null();

    // An array of strings.
    Writer& strings(const std::vector<std::string>& texts);

    // A value that is JSON already, as it is.
    Writer& raw(std::string_view json);

private:
    Writer& begin(char bracket);
    Writer& end(char bracket);
    void before_value();
    void new_line();

    std::string& out_;
    std::size_t indent_;
    std::vector<bool> filled_; // for each open container, whether it holds something
    bool after_key_ = false;
};

// Writes a value that was read: the same order, numbers as they were spelt.
void write(Writer& writer, const Value& value);

// `text` as a JSON string, quotes included, as the Writer writes it.
std::string quoted(std::string_view text);

} // namespace polhist::json
