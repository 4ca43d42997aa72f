#include "output/access_json.h"

#include "output/request.h"
#include "output/simulation.h"

namespace polhist::output {
namespace {

using json::Writer;

void write_layer(Writer& writer, const access::Layer& layer) {
    writer.key("layer").string(name_of(layer.kind));
    writer.key("level").number(layer.level);
}

// Which statement it is: by its number, or in a set by where it stands.
void write_statement(Writer& writer, const policy::Statement& statement, const AccessForm& form) {
    writer.key("statement");
    if (form.sets == nullptr) {
        writer.number(statement.index);
        return;
    }
    writer.null();
    writer.key("through");
    const auto origin = form.sets->origin_of(statement);
    if (!origin) {
        writer.null();
        return;
    }
    writer.begin_object();
    write_layer(writer, {origin->layer, origin->level});
    writer.key("document").number(origin->document);
    writer.key("statement").number(origin->statement);
    writer.end_object();
}

// The layer of the other set that does not allow it; nothing where that is the caller.
void write_lacking(Writer& writer, const access::Witness& witness, const AccessForm& form) {
    const auto layer =
        form.sets != nullptr && witness.lacking ? form.sets->layer(*witness.lacking) : std::nullopt;
    if (layer) {
        writer.key("lacking").begin_object();
        write_layer(writer, *layer);
        writer.end_object();
    }
}

// `across`: the side whose Denies held these requests back.
void write_witnesses(Writer& writer,
                     const std::vector<access::Witness>& witnesses,
                     access::Side across,
                     const AccessForm& form) {
    writer.begin_array();
    for (const access::Witness& witness : witnesses) {
        writer.begin_object();
        write_statement(writer, *witness.statement, form);
        writer.key("request");
        write_request(writer, witness.request);
        if (witness.because != nullptr) {
            writer.key("because").begin_object();
            writer.key("side").string(name_of(across));
            write_statement(writer, *witness.because, form);
            writer.end_object();
        }
        write_lacking(writer, witness, form);
        write_circumstances(writer, witness.absent, witness.via, witness.note);
        if (!form.simulated.empty()) {
            write_simulation(writer, simulation_arguments(witness.request, form.simulated));
        }
        writer.end_object();
    }
    writer.end_array();
}

void write_doubts(Writer& writer,
                  const std::vector<access::Doubt>& doubts,
                  const AccessForm& form) {
    writer.begin_array();
    for (const access::Doubt& doubt : doubts) {
        writer.begin_object();
        writer.key("side").string(name_of(doubt.side));
        write_statement(writer, *doubt.statement, form);
        writer.key("reason").string(doubt.reason);
        writer.end_object();
    }
    writer.end_array();
}

} // namespace

void write_access(Writer& writer, const access::Access& access, const AccessForm& form) {
    writer.key("access").begin_object();
    writer.key("gained");
    write_witnesses(writer, access.gained, access::Side::before, form);
    writer.key("lost");
    write_witnesses(writer, access.lost, access::Side::after, form);
    writer.key("undecided");
    write_doubts(writer, access.doubts, form);
    writer.end_object();
}

void write_denies(Writer& writer, const access::Denials& denies, const AccessForm& form) {
    writer.key("denies").begin_object().key("verdict").string(name_of(denies.verdict));
    writer.key("more");
    write_witnesses(writer, denies.more, access::Side::before, form);
    writer.key("less");
    write_witnesses(writer, denies.less, access::Side::after, form);
    writer.key("undecided");
    write_doubts(writer, denies.doubts, form);
    writer.end_object();
}

void write_set_diff_fields(Writer& writer,
                           const access::LayeredSets& sets,
                           const access::Access& access) {
    writer.key("schema").string("polhist.diff/1");
    for (const std::string_view key : {"policy", "language", "from", "to"}) {
        writer.key(key).null();
    }
    writer.key("verdict").string(name_of(access.verdict));
    AccessForm form;
    form.sets = &sets;
    write_access(writer, access, form);
    writer.key("denies").null();
    writer.key("overall").string(name_of(access.overall));
    for (const std::string_view key : {"grants", "actions", "resources", "conditions"}) {
        writer.key(key).null();
    }
    writer.key("documented").begin_array().end_array();
}

} // namespace polhist::output
