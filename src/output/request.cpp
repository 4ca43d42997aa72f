#include "output/request.h"

namespace polhist::output {

using json::Writer;

void write_principal(Writer& writer, const policy::Principal& principal) {
    if (principal.kind == "AWS" && principal.value == "*") {
        writer.string("*");
    } else {
        writer.begin_object().key(principal.kind).string(principal.value).end_object();
    }
}

void write_request(Writer& writer, const access::Request& request) {
    writer.begin_object();
    writer.key("action").string(request.action);
    writer.key("resource").string(request.resource);
    if (request.principal) {
        writer.key("principal");
        write_principal(writer, *request.principal);
    }
    writer.key("context").begin_object();
    for (const auto& [key, values] : request.context) {
        writer.key(key);
        write_strings(writer, values);
    }
    writer.end_object().end_object();
}

void write_circumstances(Writer& writer,
                         std::span<const std::string> absent,
                         access::Via via,
                         std::string_view note) {
    writer.key("absent");
    write_strings(writer, absent);
    if (via != access::Via::nothing) {
        writer.key("via").string(name_of(via));
    }
    if (!note.empty()) {
        writer.key("note").string(note);
    }
}

void write_simulation(Writer& writer, std::span<const std::string> arguments) {
    writer.key("aws");
    write_strings(writer, arguments);
}

void write_strings(Writer& writer, std::span<const std::string> values) {
    writer.begin_array();
    for (const std::string& value : values) {
        writer.string(value);
    }
    writer.end_array();
}

} // namespace polhist::output
