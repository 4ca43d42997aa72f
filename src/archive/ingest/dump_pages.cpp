#include "ingest/dump_pages.h"

#include "json/writer.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace polhist::ingest {
namespace {

constexpr std::array<std::string_view, 4> lists{
    "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"};

bool is_page(const json::Value& value) {
    return value.find("IsTruncated").has_value() ||
           std::ranges::any_of(lists, [&](std::string_view name) {
               return name != "Policies" && value.find(name).has_value();
           });
}

// Writes the list of a name that some pages have, as a member of what is open.
void write_list(json::Writer& writer, std::string_view name, const json::Value& pages) {
    bool some = false;
    std::unordered_set<std::string_view> written; // pages may overlap
    for (const json::Value page : pages.items()) {
        const auto list = page.find(name);
        if (list && !some) {
            writer.key(name).begin_array();
            some = true;
        }
        if (!list) {
            continue;
        }
        for (const json::Value item : list->items()) {
            if (written.insert(item.text()).second) {
                writer.raw(item.text());
            }
        }
    }
    if (some) {
        writer.end_array();
    }
}

} // namespace

std::optional<std::string> pages_together(const json::Value& root) {
    if (root.kind() != json::Kind::array || root.items().empty()) {
        return std::nullopt;
    }
    std::optional<json::Value> last;
    for (const json::Value page : root.items()) {
        const bool has_lists = std::ranges::all_of(lists, [&](std::string_view name) {
            const auto list = page.find(name);
            return !list || list->kind() == json::Kind::array;
        });
        if (!is_page(page) || !has_lists) {
            return std::nullopt;
        }
        last = page;
    }
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    for (const std::string_view name : lists) {
        write_list(writer, name, root);
    }
    if (const auto truncated = last->find("IsTruncated")) {
        writer.key("IsTruncated").raw(truncated->text());
    }
    writer.end_object();
    return text;
}

} // namespace polhist::ingest
