#include "plans/plan_values.h"

#include "plans/policy_text.h"

#include <fmt/format.h>

#include <vector>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

// The elements of a list, if there is one, beside those of another.
class Beside {
public:
    explicit Beside(const std::optional<Value>& list) {
        if (list) {
            for (const Value& item : list->items()) {
                items_.push_back(item);
            }
        }
    }

    std::optional<Value> next() {
        return next_ < items_.size() ? std::optional(items_[next_++]) : std::nullopt;
    }

private:
    std::vector<Value> items_;
    std::size_t next_ = 0;
};

std::string inner_path(const std::string& path, std::string_view key) {
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

// Blocks are told by their name, for sets have no order, but not by one that `marks` hides.
std::string
position(const std::optional<Value>& item, const std::optional<Value>& marks, std::size_t index) {
    if (item && !is_true(marks) && !(marks && is_true(marks->find("name")))) {
        const auto name = item->find("name");
        if (name && name->kind() == Kind::string) {
            return fmt::format("[\"{}\"]", name->text());
        }
    }
    return fmt::format("[{}]", index);
}

// `marks` runs beside the values: what is sensitive.
void gather(const Value& value,
            const std::optional<Value>& marks,
            std::string path,
            std::string_view attribute,
            std::map<std::string, std::size_t>& same,
            Leaves& out) {
    const bool whole = is_true(marks);
    if (value.kind() == Kind::string || is_policy(value)) {
        const Leaf leaf{value, std::string(attribute), marks && has_true(*marks)};
        // Two blocks of one name are two.
        const std::string first = path;
        while (!out.emplace(path, leaf).second) {
            path = fmt::format("{}#{}", first, ++same.try_emplace(first, 1).first->second);
        }
        return;
    }
    for (const auto& [key, inner] : value.members()) {
        const auto mark = whole ? marks : (marks ? marks->find(key) : std::nullopt);
        gather(inner, mark, inner_path(path, key), key, same, out);
    }
    std::size_t index = 0;
    Beside others(marks);
    for (const Value& inner : value.items()) {
        const auto beside = others.next();
        const auto mark = whole ? marks : beside;
        gather(inner, mark, path + position(inner, mark, index), attribute, same, out);
        ++index;
    }
}

// The paths of what is not known, with the attribute they are of. `after` names the elements of
// lists.
void gather_unknown(const Value& unknown,
                    const std::optional<Value>& after,
                    const std::optional<Value>& marks,
                    const std::string& path,
                    std::string_view attribute,
                    std::map<std::string, std::string>& out) {
    if (is_true(unknown)) {
        out.emplace(path, attribute);
        return;
    }
    for (const auto& [key, inner] : unknown.members()) {
        const auto beside = after ? after->find(key) : std::nullopt;
        const auto mark = is_true(marks) || !marks ? marks : marks->find(key);
        gather_unknown(inner, beside, mark, inner_path(path, key), key, out);
    }
    std::size_t index = 0;
    Beside others(after);
    Beside other_marks(marks);
    for (const Value& inner : unknown.items()) {
        const auto beside = others.next();
        const auto next_mark = other_marks.next();
        const auto mark = is_true(marks) ? marks : next_mark;
        gather_unknown(inner, beside, mark, path + position(beside, mark, index), attribute, out);
        ++index;
    }
}

} // namespace

Leaves leaves_of(const Value& values, const std::optional<Value>& marks) {
    Leaves leaves;
    std::map<std::string, std::size_t> same; // how many blocks of a name there were
    gather(values, marks, "", "", same, leaves);
    return leaves;
}

std::map<std::string, std::string> unknown_paths(const Value& unknown,
                                                 const std::optional<Value>& after,
                                                 const std::optional<Value>& marks) {
    std::map<std::string, std::string> paths;
    gather_unknown(unknown, after, marks, "", "", paths);
    return paths;
}

bool is_true(const std::optional<Value>& value) {
    return value && value->kind() == Kind::boolean && value->text() == "true";
}

bool has_true(const Value& unknown) {
    if (is_true(unknown)) {
        return true;
    }
    for (const Value& inner : unknown.items()) {
        if (has_true(inner)) {
            return true;
        }
    }
    for (const auto& [key, inner] : unknown.members()) {
        if (has_true(inner)) {
            return true;
        }
    }
    return false;
}

bool has_no_value(const std::optional<Value>& value) {
    return !value || value->kind() == Kind::null ||
           (value->kind() == Kind::string && value->text().empty()) ||
           (value->kind() == Kind::array && value->items().empty());
}

} // namespace polhist::plans
