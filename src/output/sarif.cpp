#include "output/sarif.h"

#include "core/printable.h"
#include "json/writer.h"

#include <fmt/format.h>

#include <array>

namespace polhist::output {
namespace {

using json::Writer;
using Kind = Finding::Kind;

struct Rule {
    Kind kind;
    std::string_view title;
    std::string_view description;
    std::string_view level; // where no gate stops at it
};

constexpr std::array rules{
    Rule{Kind::now_allowed,
         "Access is now allowed",
         "The new version of a policy allows a request that the old one did not.",
         "warning"},
    Rule{Kind::no_longer_denied,
         "Access is no longer denied",
         "The old version of a policy denied a request that the new one does not. It matters where "
         "another policy allows it.",
         "warning"},
    Rule{Kind::no_longer_allowed,
         "Access is no longer allowed",
         "The new version of a policy does not allow a request that the old one did.",
         "note"},
    Rule{Kind::now_denied,
         "Access is now denied",
         "The new version of a policy denies a request that the old one did not, whatever other "
         "policies allow.",
         "note"},
    Rule{Kind::undecided,
         "Access could not be decided",
         "Whether the versions allow and deny the same requests could not be proven, or a policy "
         "is not "
         "known yet. This may hide any of the others.",
         "warning"},
};

// `[text](target)` would be a link in a message.
std::string without_links(std::string text) {
    std::size_t at = 0;
    while ((at = text.find("](", at)) != std::string::npos) {
        text.insert(at + 1, 1, ' ');
    }
    return text;
}

void write_text(Writer& writer, std::string_view key, std::string_view text) {
    writer.key(key).begin_object().key("text").string(text).end_object();
}

void write_rules(Writer& writer) {
    writer.key("rules").begin_array();
    for (const Rule& rule : rules) {
        writer.begin_object();
        writer.key("id").string(name_of(rule.kind));
        write_text(writer, "shortDescription", rule.title);
        write_text(writer, "fullDescription", rule.description);
        write_text(writer, "help", rule.description);
        writer.key("defaultConfiguration").begin_object();
        writer.key("level").string(rule.level).end_object();
        writer.key("properties").begin_object();
        writer.key("tags").begin_array().string("security").end_array();
        writer.end_object().end_object();
    }
    writer.end_array();
}

void write_tool(Writer& writer) {
    writer.key("tool").begin_object().key("driver").begin_object();
    writer.key("name").string("polhist");
    writer.key("semanticVersion").string(POLHIST_VERSION);
    write_rules(writer);
    writer.end_object().end_object();
}

// A whole log; `fields` writes what a run has beside its tool.
template <typename Fields>
std::string log_of(Fields fields) {
    std::string out;
    Writer writer(out, 2);
    writer.begin_object();
    writer.key("$schema").string("https://json.schemastore.org/sarif-2.1.0.json");
    writer.key("version").string("2.1.0");
    writer.key("runs").begin_array().begin_object();
    write_tool(writer);
    fields(writer);
    writer.key("columnKind").string("unicodeCodePoints");
    writer.end_object().end_array().end_object();
    return out + '\n';
}

void begin_invocation(Writer& writer, bool successful, int status) {
    writer.key("invocations").begin_array().begin_object();
    writer.key("executionSuccessful").boolean(successful);
    writer.key("exitCode").number(static_cast<std::uint64_t>(status));
}

// GitHub refuses a whole upload for one result without a file, so what is in none gets one by its
// name: `AWSImageBuilderFullAccess.json`.
std::string file_of(const Spot& spot) {
    return spot.file.empty() ? spot.name.substr(0, spot.name.find(' ')) + ".json" : spot.file;
}

void write_location(Writer& writer, const Spot& spot) {
    writer.begin_object();
    writer.key("physicalLocation").begin_object();
    writer.key("artifactLocation").begin_object();
    writer.key("uri").string(uri_of(file_of(spot))).end_object();
    writer.key("region").begin_object();
    writer.key("startLine").number(spot.line).end_object();
    writer.end_object();
    writer.key("logicalLocations").begin_array().begin_object();
    writer.key("fullyQualifiedName").string(spot.name);
    writer.end_object().end_array().end_object();
}

const Rule& rule_of(Kind kind) {
    return *std::find_if(
        rules.begin(), rules.end(), [kind](const Rule& r) { return r.kind == kind; });
}

void write_result(Writer& writer, const Finding& finding, const Severity& severity) {
    const Rule& rule = rule_of(finding.kind);
    writer.begin_object();
    writer.key("ruleId").string(name_of(finding.kind));
    writer.key("ruleIndex").number(static_cast<std::uint64_t>(&rule - rules.data()));
    writer.key("level").string(severity.stops(finding.kind) ? "error" : rule.level);
    writer.key("message").begin_object();
    writer.key("text").string(without_links(finding.message));
    writer.key("markdown").string(finding.markdown).end_object();
    writer.key("locations").begin_array();
    write_location(writer, finding.at);
    writer.end_array();
    if (finding.related) {
        writer.key("relatedLocations").begin_array();
        write_location(writer, *finding.related);
        writer.end_array();
    }
    writer.key("partialFingerprints").begin_object();
    // The one that code scanning keeps alerts together by; it would be of the line's text.
    writer.key("primaryLocationLineHash").string(finding.fingerprint);
    writer.key("polhistFinding/v2").string(finding.fingerprint);
    writer.end_object().end_object();
}

bool is_unreserved(char byte) {
    constexpr std::string_view marks = "-._~/";
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || marks.find(byte) != std::string_view::npos;
}

} // namespace

std::string uri_of(std::string_view path) {
    std::string uri = path.starts_with('/') ? "file://" : "";
    while (path.starts_with("./")) {
        path.remove_prefix(2);
    }
    for (const char byte : path) {
        if (is_unreserved(byte)) {
            uri += byte;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
        }
    }
    return uri;
}

std::string sarif(const answers::ComparisonSet& set, const Severity& severity, int status) {
    const bool whole =
        std::none_of(set.uncompared.begin(),
                     set.uncompared.end(),
                     [](const answers::Uncompared& open) { return open.unreadable; });
    return log_of([&](Writer& writer) {
        begin_invocation(writer, whole, status);
        writer.end_object().end_array();
        writer.key("results").begin_array();
        for (const Finding& finding : findings_of(set)) {
            write_result(writer, finding, severity);
        }
        writer.end_array();
    });
}

std::string sarif_failure(std::string_view reason, int status) {
    return log_of([&](Writer& writer) {
        begin_invocation(writer, false, status);
        writer.key("toolExecutionNotifications").begin_array().begin_object();
        writer.key("level").string("error");
        write_text(writer, "message", without_links(visible(reason)));
        writer.end_object().end_array();
        writer.end_object().end_array();
        writer.key("results").begin_array().end_array();
    });
}

} // namespace polhist::output
