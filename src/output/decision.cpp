#include "output/decision.h"

#include "json/writer.h"
#include "output/horizon.h"
#include "output/proof.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

std::string by_statement(const access::Decision& decision, Quote quote) {
    return decision.statement == nullptr
               ? std::string()
               : fmt::format(" ({})", statement_phrase(*decision.statement, quote));
}

} // namespace

std::string decision_text(const access::Decision& decision, const Style& style) {
    const std::string_view name = access::name_of(decision.outcome);
    const bool allowed = decision.outcome == access::Outcome::allow;
    return fmt::format(
        "{}{}\n", allowed ? style.added(name) : style.removed(name), by_statement(decision, plain));
}

std::string decision_json(const access::Decision& decision,
                          const std::optional<answers::Horizon>& horizon) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    writer.key("schema").string("polhist.eval/1");
    writer.key("result").string(access::name_of(decision.outcome));
    writer.key("statement");
    if (decision.statement == nullptr) {
        writer.null();
    } else {
        writer.number(decision.statement->index);
    }
    if (horizon) {
        write_horizon(writer, *horizon);
    }
    writer.end_object();
    return out + '\n';
}

std::string decision_markdown(const access::Decision& decision, const access::Request& request) {
    return fmt::format("**{}**: {}{}\n",
                       access::name_of(decision.outcome),
                       request_phrase(request, code),
                       by_statement(decision, code));
}

} // namespace polhist::output
