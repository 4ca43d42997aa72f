#include "policy/envelope.h"

#include "core/percent.h"
#include "json/writer.h"
#include "policy/inside.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::policy {
namespace {

using json::Kind;
using json::Value;

Error wrong_kind(const Value& value, std::string_view name, std::string_view wanted) {
    return json::error_at(
        value, fmt::format("`{}` must be {}, not {}", name, wanted, json::name_of(value.kind())));
}

// A document given as a string: URL-encoded, or JSON as it is.
Result<Document> read_embedded(const Value& value) {
    const auto decoded = percent_decoded(value.text());
    if (!decoded) {
        return tl::make_unexpected(json::error_at(
            value, "`Document` has a `%` that begins no `%XX`; encode it as RFC 3986"));
    }
    const std::string name = fmt::format("{}: decoded Document", value.place());
    return read(json::Source{name, *decoded});
}

Result<std::string> read_version_id(const Value& version) {
    const auto id = version.find("VersionId");
    if (!id) {
        return tl::make_unexpected(
            json::error_at(version, "the version has no `VersionId`; add it"));
    }
    if (id->kind() != Kind::string) {
        return tl::make_unexpected(wrong_kind(*id, "VersionId", "a string"));
    }
    if (!is_version_id(id->text())) {
        return tl::make_unexpected(
            json::error_at(*id, fmt::format("`{}` is no version id; write `v13`", id->text())));
    }
    return std::string(id->text());
}

Result<std::optional<bool>> read_default(const Value& version) {
    const auto flag = version.find("IsDefaultVersion");
    if (!flag) {
        return std::nullopt;
    }
    if (flag->kind() != Kind::boolean) {
        return tl::make_unexpected(wrong_kind(*flag, "IsDefaultVersion", "a boolean"));
    }
    return flag->text() == "true";
}

Result<Document> read_document_of(const Value& version) {
    const auto document = version.find("Document");
    if (!document) {
        return tl::make_unexpected(
            json::error_at(version, "the version has no `Document`; add it"));
    }
    return document->kind() == Kind::string ? read_embedded(*document) : read(*document);
}

} // namespace

Result<std::optional<Instant>> read_instant(json::Value parent, std::string_view member) {
    const auto value = parent.find(member);
    if (!value || value->kind() == Kind::null) {
        return std::nullopt;
    }
    if (value->kind() != Kind::string) {
        return tl::make_unexpected(wrong_kind(*value, member, "a string"));
    }
    const auto instant = parse_instant(value->text());
    if (!instant) {
        return tl::make_unexpected(json::error_at(
            *value,
            fmt::format("`{}` is `{}`; write an instant such as 2021-08-11T18:07:10Z",
                        member,
                        value->text())));
    }
    return instant;
}

Result<VersionFacts> read_facts(json::Value version) {
    if (version.kind() != Kind::object) {
        return tl::make_unexpected(wrong_kind(version, "PolicyVersion", "an object"));
    }
    auto id = read_version_id(version);
    if (!id) {
        return tl::make_unexpected(std::move(id.error()));
    }
    auto created = read_instant(version, "CreateDate");
    if (!created) {
        return tl::make_unexpected(std::move(created.error()));
    }
    auto is_default = read_default(version);
    if (!is_default) {
        return tl::make_unexpected(std::move(is_default.error()));
    }
    return VersionFacts{std::move(*id), *created, *is_default};
}

Result<Envelope> read_version(json::Value version) {
    auto facts = read_facts(version);
    if (!facts) {
        return tl::make_unexpected(std::move(facts.error()));
    }
    const auto written = version.find("Document");
    const auto string = written && written->kind() == Kind::string
                            ? std::optional(written->offset())
                            : std::nullopt;
    return read_document_of(version).map([&](Document&& document) {
        return Envelope{
            std::move(facts->id), facts->created, facts->is_default, std::move(document), string};
    });
}

Result<Envelope> read_any(json::Value value) {
    if (const auto version = value.find("PolicyVersion")) {
        return read_version(*version);
    }
    const auto bare = [](Document&& document) {
        return Envelope{std::nullopt, std::nullopt, std::nullopt, std::move(document), {}};
    };
    if (is_meant_as_document(value)) {
        return read(value).map(bare);
    }
    const auto inside = one_document_inside(value);
    if (!inside) {
        return tl::make_unexpected(inside.error());
    }
    if (inside->text.empty()) {
        return read(inside->holder).map(bare);
    }
    const std::string name = fmt::format("{}: in the string", inside->holder.place());
    return read(json::Source{name, inside->text}).map(bare).map([&](Envelope&& envelope) {
        envelope.string = inside->holder.offset();
        return std::move(envelope);
    });
}

Result<Envelope> read_any(const json::Source& source) {
    auto tree = json::Tree::parse_any(source);
    if (!tree) {
        return tl::make_unexpected(std::move(tree.error()));
    }
    return read_any(tree->root());
}

Result<std::string> written_document(const json::Source& source, std::size_t indent) {
    auto tree = json::Tree::parse_any(source);
    if (!tree) {
        return tl::make_unexpected(std::move(tree.error()));
    }
    std::optional<Value> document = tree->root();
    if (const auto version = document->find("PolicyVersion")) {
        document = version->find("Document");
    }
    if (!document) {
        return failure(fmt::format("{}: the envelope has no `Document`", source.name));
    }
    if (document->kind() == Kind::string) {
        const auto decoded = percent_decoded(document->text());
        return decoded ? written_document({source.name, *decoded}, indent)
                       : failure(fmt::format("{}: `Document` is not URL-encoded", source.name));
    }
    std::string text;
    json::Writer writer(text, indent);
    json::write(writer, *document);
    return text + '\n';
}

bool is_version_id(std::string_view text) {
    constexpr std::size_t longest = 10;
    if (text.size() < 2 || text.size() > longest || text[0] != 'v' || text[1] == '0') {
        return false;
    }
    return std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace polhist::policy
