#include "watch/reference_memory.h"

#include "json/tree.h"
#include "json/writer.h"

namespace polhist::watch {
namespace {

using json::Value;
using json::Writer;

constexpr std::string_view schema = "polhist.reference-memory/1";

void write_text(Writer& writer, std::string_view key, const std::string& text) {
    if (!text.empty()) {
        writer.key(key).string(text);
    }
}

void write(Writer& writer, const Validator& validator) {
    write_text(writer, "etag", validator.entity_tag);
    write_text(writer, "date", validator.last_modified);
}

std::string text(const Value& object, std::string_view key) {
    const auto value = object.find(key);
    return value && value->kind() == json::Kind::string ? std::string(value->text())
                                                        : std::string();
}

Validator read_validator(const Value& object) {
    return {text(object, "etag"), text(object, "date")};
}

RememberedPage read_page(std::string_view name, const Value& object) {
    return {{{text(object, "scope"), std::string(name)},
             text(object, "version"),
             text(object, "document"),
             parse_instant(text(object, "created")),
             timeline::SourceClass::minute},
            read_validator(object)};
}

} // namespace

std::string memory_json(const ReferenceMemory& memory) {
    std::string out;
    Writer writer(out);
    writer.begin_object().key("schema").string(schema).key("index").begin_object();
    write(writer, memory.index);
    writer.end_object().key("names").begin_array();
    for (const std::string& name : memory.names) {
        writer.string(name);
    }
    writer.end_array().key("pages").begin_object();
    for (const auto& [name, page] : memory.pages) {
        writer.key(name).begin_object();
        writer.key("scope").string(page.version.policy.scope);
        writer.key("version").string(page.version.version);
        writer.key("document").string(page.version.document);
        write_text(
            writer, "created", page.version.created ? format_instant(*page.version.created) : "");
        write(writer, page.validator);
        writer.end_object();
    }
    writer.end_object().end_object();
    return out;
}

ReferenceMemory parse_memory(std::string_view text) {
    ReferenceMemory memory;
    const auto tree = json::Tree::parse({"memory", text});
    if (!tree || watch::text(tree->root(), "schema") != schema) {
        return memory;
    }
    const Value root = tree->root();
    if (const auto index = root.find("index")) {
        memory.index = read_validator(*index);
    }
    if (const auto names = root.find("names")) {
        for (const Value name : names->items()) {
            memory.names.emplace_back(name.text());
        }
    }
    if (const auto pages = root.find("pages")) {
        for (const json::Member member : pages->members()) {
            memory.pages.emplace(member.key, read_page(member.key, member.value));
        }
    }
    return memory;
}

} // namespace polhist::watch
