#include "output/check.h"

#include "json/writer.h"
#include "output/markdown.h"
#include "output/proof.h"
#include "output/request.h"
#include "output/simulation.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

using access::Reason;

std::string_view result_of(const answers::Check& check) {
    return check.checked.passed() ? "PASS" : "FAIL";
}

std::string any_of(const std::vector<std::string>& patterns, Quote quote) {
    std::string text;
    for (const std::string& pattern : patterns) {
        text += (text.empty() ? "" : " or ") + quote(pattern);
    }
    return text;
}

// `old.json -> new.json`, `policy.json  s3:Get* or s3:Put* on arn:…`, `policy.json`.
std::string subject_of(const answers::Check& check, Quote quote) {
    if (check.reference) {
        return fmt::format("{} {} {}",
                           quote(check.reference->label),
                           quote == plain ? "->" : "→",
                           quote(check.document.label));
    }
    const auto& [actions, resources] = check.patterns;
    std::string text = quote(check.document.label);
    if (!actions.empty() || !resources.empty()) {
        text += ": " + (actions.empty() ? "any action" : any_of(actions, quote));
    }
    return text + (resources.empty() ? "" : " on " + any_of(resources, quote));
}

std::string doubt_of(const Reason& reason, Quote quote) {
    return fmt::format("{}not decided, which may be a {}: {}",
                       reason.of_reference ? "(of the reference) " : "",
                       reason.denial ? "denial that is lost" : "grant",
                       prose(reason.doubt, quote));
}

// Why the reference does not allow what is allowed now.
std::string against_reference(const Reason& reason, Quote quote) {
    return reason.because == nullptr ? "; the reference does not"
                                     : fmt::format("; in the reference {} denies it",
                                                   statement_phrase(*reason.because, quote));
}

// What a reason says of its statement: `allows for example … and the reference does not`.
std::string description_of(const Reason& reason, access::Check check, Quote quote) {
    if (!reason.request) {
        return doubt_of(reason, quote);
    }
    access::Request request = *reason.request;
    std::string text = reason.denial ? "denies" : "allows";
    if (check == access::Check::no_public_access && request.principal) {
        text += fmt::format(" strangers, such as {},", principal_phrase(*request.principal, quote));
        request.principal.reset();
    }
    text += " for example " + request_phrase(request, quote, reason.absent);
    if (reason.denial) {
        text += " in the reference; the new document does not (matters where another policy allows "
                "it)";
    } else if (check == access::Check::no_new_access) {
        text += against_reference(reason, quote);
    }
    const std::string via = via_phrase(reason.via, reason.note, quote);
    return via.empty() ? text : text + "; " + via;
}

std::string sentence_of(const Reason& reason, access::Check check, Quote quote) {
    const std::string statement =
        reason.statement == nullptr ? "a statement" : statement_phrase(*reason.statement, quote);
    const std::string description = description_of(reason, check, quote);
    return reason.request ? fmt::format("{} {}", statement, description)
                          : fmt::format("{}: {}", statement, description);
}

void write_reason(json::Writer& writer,
                  const Reason& reason,
                  const answers::Check& check,
                  bool simulated) {
    writer.begin_object().key("statement");
    if (reason.statement == nullptr) {
        writer.null();
    } else {
        writer.number(reason.statement->index);
    }
    writer.key("sid");
    if (reason.statement == nullptr || !reason.statement->sid) {
        writer.null();
    } else {
        writer.string(*reason.statement->sid);
    }
    writer.key("description").string(description_of(reason, check.checked.check, plain));
    writer.key("request");
    if (reason.request) {
        write_request(writer, *reason.request);
    } else {
        writer.null();
    }
    writer.key("undecided").boolean(!reason.request);
    if (reason.of_reference) {
        writer.key("side").string("reference");
    }
    if (reason.because != nullptr) {
        writer.key("because").begin_object();
        writer.key("side").string("reference");
        writer.key("statement").number(reason.because->index).end_object();
    }
    if (reason.denial) {
        writer.key("denial").boolean(true);
    }
    write_circumstances(writer, reason.absent, reason.via, reason.note);
    if (simulated && reason.request) {
        const policy::Document* document = check.document.document.get();
        write_simulation(writer, simulation_arguments(*reason.request, {&document, 1}));
    }
    writer.end_object();
}

} // namespace

std::string check_text(const answers::Check& check, const Style& style) {
    const std::string_view result = result_of(check);
    std::string out =
        fmt::format("{}  {}  {}\n",
                    check.checked.passed() ? style.added(result) : style.removed(result),
                    style.bold(name_of(check.checked.check)),
                    subject_of(check, plain));
    for (const Reason& reason : check.checked.reasons) {
        out += wrapped(sentence_of(reason, check.checked.check, plain), 2, style.width, 2);
    }
    return out;
}

std::string check_markdown(const answers::Check& check) {
    std::string out = fmt::format("## {}: {}\n\n{}\n",
                                  result_of(check),
                                  name_of(check.checked.check),
                                  subject_of(check, code));
    out += check.checked.passed() ? "" : "\n";
    for (const Reason& reason : check.checked.reasons) {
        out += fmt::format("- {}\n", sentence_of(reason, check.checked.check, code));
    }
    return out;
}

std::string check_json(const answers::Check& check, bool simulated) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    writer.key("schema").string("polhist.check/1");
    writer.key("check").string(name_of(check.checked.check));
    writer.key("result").string(result_of(check));
    writer.key("reasons").begin_array();
    for (const Reason& reason : check.checked.reasons) {
        write_reason(writer, reason, check, simulated);
    }
    writer.end_array().end_object();
    return out + '\n';
}

std::string check_script(const answers::Check& check) {
    std::vector<SimulatedDocument> documents;
    if (check.reference) {
        documents.push_back({"reference", check.reference->document.get()});
    }
    documents.push_back({check.reference ? "new" : "policy", check.document.document.get()});
    std::vector<SimulatedRequest> requests;
    for (const Reason& reason : check.checked.reasons) {
        if (reason.request) {
            requests.push_back({sentence_of(reason, check.checked.check, plain), &*reason.request});
        }
    }
    const std::string headline = fmt::format(
        "{} {} {}", result_of(check), name_of(check.checked.check), subject_of(check, plain));
    return simulation_script(headline, documents, requests);
}

std::string check_script_markdown(const answers::Check& check) {
    return '\n' + fenced("sh", check_script(check));
}

} // namespace polhist::output
