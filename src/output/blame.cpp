#include "output/blame.h"

#include "core/printable.h"
#include "json/writer.h"
#include "output/blocks.h"
#include "output/grant.h"
#include "output/horizon.h"
#include "output/phrase.h"

#include <fmt/format.h>

#include <functional>
#include <map>

namespace polhist::output {
namespace {

using answers::Blame;
using timeline::History;
using timeline::State;

constexpr std::size_t names_shown = 4; // in a heading, and of each service

using ByState = std::map<std::size_t, std::vector<policy::Grant>, std::greater<>>;

ByState by_state(const Blame& blame) {
    ByState states;
    for (const answers::BlamedGrant& blamed : blame.grants) {
        states[blamed.since].push_back(blamed.grant);
    }
    return states;
}

std::string counted(std::size_t number) {
    return fmt::format("{} grant{}", number, number == 1 ? "" : "s");
}

// What is to know of a state beside its version.
std::string_view remark_on(const History& history, std::size_t state) {
    if (state == 0) {
        return ", first version known";
    }
    switch (history.states[state].event) {
    case timeline::Event::rollback:
        return ", rolled back";
    case timeline::Event::reinstated:
        return ", reinstated";
    case timeline::Event::recreated:
        return ", created again";
    case timeline::Event::version:
        break;
    }
    return "";
}

// The actions of a block: each on a line of its own, or those of a service together and folded.
std::vector<std::string> lines_of(const Block& block, bool full) {
    std::vector<std::string> lines;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        names.push_back(block.items[i].text);
        const bool last =
            i + 1 == block.items.size() || block.items[i + 1].service != block.items[i].service;
        if (full || last) {
            lines.push_back(joined(names, names_shown));
            names.clear();
        }
    }
    return lines;
}

std::string since_phrase(const History& history, const Blame& blame) {
    return fmt::format("in force since {}", format_date(history.states[blame.state].since));
}

} // namespace

std::string blame_text(const History& history, const Blame& blame, const Style& style) {
    std::string out = fmt::format("{}  {}  {}  {}\n",
                                  style.bold(visible(history.name)),
                                  visible(blame.version.label),
                                  since_phrase(history, blame),
                                  counted(blame.grants.size()));
    for (const auto& [position, grants] : by_state(blame)) {
        const State& state = history.states[position];
        out += fmt::format("\n{}  {}{}\n",
                           style.bold(fmt::format("{}  {}",
                                                  format_date(state.since),
                                                  visible(history.version_of(state).id))),
                           counted(grants.size()),
                           remark_on(history, position));
        for (const Block& block : blocks_of(grants, plain, style.full ? 0 : names_shown)) {
            out += wrapped(block.heading, 2, style.width, 2);
            for (const std::string& line : lines_of(block, style.full)) {
                out += wrapped(line, 4, style.width, 2);
            }
        }
    }
    out += blame.horizon.known_until ? "\n" : "";
    return out + horizon_text(blame.horizon);
}

std::string blame_markdown(const History& history, const Blame& blame, bool full) {
    const std::size_t limit = full ? 0 : names_shown;
    std::string out = fmt::format("## {}: {}\n\n{}, {}\n",
                                  escaped(history.name),
                                  code(blame.version.label),
                                  since_phrase(history, blame),
                                  counted(blame.grants.size()));
    for (const auto& [position, grants] : by_state(blame)) {
        const State& state = history.states[position];
        out += fmt::format("\n### {} {}\n\n{}{}\n\n",
                           format_date(state.since),
                           code(history.version_of(state).id),
                           counted(grants.size()),
                           remark_on(history, position));
        for (const Block& block : blocks_of(grants, code, limit)) {
            out += fmt::format("- {}\n", block.heading);
            for (const std::string& line : lines_of(block, full)) {
                out += fmt::format("  - {}\n", line);
            }
        }
    }
    return out + horizon_markdown(blame.horizon);
}

std::string blame_json(const History& history, const Blame& blame) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("schema").string("polhist.blame/1");
    write_policy(writer, history.name, history.arn);
    writer.key("version").string(blame.version.label);
    writer.key("grants").begin_array();
    for (const answers::BlamedGrant& blamed : blame.grants) {
        const State& state = history.states[blamed.since];
        writer.begin_object();
        write_grant_fields(writer, blamed.grant);
        writer.key("since").begin_object();
        writer.key("version").string(history.version_of(state).id);
        writer.key("at").string(format_instant(state.since));
        writer.end_object().end_object();
    }
    writer.end_array();
    write_horizon(writer, blame.horizon);
    writer.end_object();
    return out + '\n';
}

} // namespace polhist::output
