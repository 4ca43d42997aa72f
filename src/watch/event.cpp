#include "watch/event.h"

#include "core/digest.h"
#include "json/writer.h"

#include <array>

namespace polhist::watch {

std::string_view name_of(Kind kind) {
    constexpr std::array<std::string_view, 7> names{
        "version", "rollback", "reinstated", "recreated", "withdrawn", "returned", "conflict"};
    return names[static_cast<std::size_t>(kind)];
}

std::string key_of(std::string_view subscription, const Event& event) {
    std::string text;
    json::Writer writer(text);
    writer.begin_array().string(subscription).string(name_of(event.kind));
    writer.string(event.policy.scope).string(event.policy.name);
    writer.string(event.to ? event.to->version : "");
    writer.string(event.from ? event.from->document : "");
    writer.string(event.to ? event.to->document : "");
    writer.string(format_instant(event.at)).end_array();
    return sha256(text);
}

} // namespace polhist::watch
