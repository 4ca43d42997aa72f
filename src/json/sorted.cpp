#include "json/sorted.h"

#include "json/writer.h"

#include <algorithm>
#include <vector>

namespace polhist::json {
namespace {

// As deep as a Tree, which ends at deepest.
void write_sorted(Writer& writer, const Value& value) { // NOLINT(misc-no-recursion)
    if (value.kind() == Kind::object) {
        std::vector<Member> members;
        for (const Member& member : value.members()) {
            members.push_back(member);
        }
        std::ranges::sort(members, {}, &Member::key);
        writer.begin_object();
        for (const Member& member : members) {
            writer.key(member.key);
            write_sorted(writer, member.value);
        }
        writer.end_object();
    } else if (value.kind() == Kind::array) {
        writer.begin_array();
        for (const Value& item : value.items()) {
            write_sorted(writer, item);
        }
        writer.end_array();
    } else if (value.kind() == Kind::string) {
        writer.string(value.text());
    } else {
        writer.raw(value.text());
    }
}

} // namespace

std::string sorted_text(const Value& value) {
    std::string text;
    text.reserve(value.text().size());
    Writer writer(text);
    write_sorted(writer, value);
    return text;
}

} // namespace polhist::json
