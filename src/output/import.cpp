#include "output/import.h"

#include "json/writer.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

} // namespace

std::string import_text(const answers::ImportReport& report) {
    std::string text = fmt::format("{}: {} new, {} known before; {} in force over time",
                                   counted(report.policies, "policy", "policies"),
                                   counted(report.new_versions, "version", "versions"),
                                   report.known_versions,
                                   counted(report.states, "state", "states"));
    if (report.gaps > 0) {
        text += "; " + counted(report.gaps, "gap", "gaps");
    }
    if (report.withdrawn > 0) {
        text += fmt::format("; {} withdrawn", report.withdrawn);
    }
    if (!report.rejected.empty()) {
        text += fmt::format("; {} rejected", report.rejected.size());
    }
    return text + '\n';
}

std::string import_json(const answers::ImportReport& report) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object().key("schema").string("polhist.import/1");
    writer.key("policies").number(report.policies);
    writer.key("versions").begin_object();
    writer.key("new").number(report.new_versions).key("known").number(report.known_versions);
    writer.end_object();
    writer.key("states").number(report.states).key("gaps").number(report.gaps);
    writer.key("withdrawn").number(report.withdrawn);
    writer.key("rejected").begin_array();
    for (const answers::Refusal& refusal : report.rejected) {
        writer.begin_object().key("source").string(refusal.source);
        writer.key("path").string(refusal.path).key("error").string(refusal.error).end_object();
    }
    writer.end_array().end_object();
    return text + '\n';
}

} // namespace polhist::output
