#include "json/sorted.h"

#include "json/writer.h"

#include <algorithm>
#include <vector>

namespace polhist::json {
namespace {

class SortedWriter {
public:
    explicit SortedWriter(std::string& text) : writer_(text) {}

    // As deep as a Tree, which ends at deepest.
    void write(const Value& value) { // NOLINT(misc-no-recursion)
        if (value.kind() == Kind::object) {
            object(value);
        } else if (value.kind() == Kind::array) {
            writer_.begin_array();
            for (const Value& item : value.items()) {
                write(item);
            }
            writer_.end_array();
        } else if (value.kind() == Kind::string) {
            writer_.string(value.text());
        } else {
            writer_.raw(value.text());
        }
    }

private:
    void object(const Value& value) { // NOLINT(misc-no-recursion)
        const auto first = static_cast<std::ptrdiff_t>(members_.size());
        for (const Member& member : value.members()) {
            members_.push_back(member);
        }
        std::ranges::sort(members_.begin() + first, members_.end(), {}, &Member::key);
        writer_.begin_object();
        const std::size_t end = members_.size();
        for (auto i = static_cast<std::size_t>(first); i < end; ++i) {
            const Member member = members_[i]; // the vector grows meanwhile
            writer_.key(member.key);
            write(member.value);
        }
        writer_.end_object();
        members_.erase(members_.begin() + first, members_.end());
    }

    Writer writer_;
    std::vector<Member> members_; // of the objects that are being written, the innermost last
};

} // namespace

std::string sorted_text(const Value& value) {
    std::string text;
    text.reserve(value.text().size());
    SortedWriter(text).write(value);
    return text;
}

} // namespace polhist::json
