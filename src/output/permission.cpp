#include "output/permission.h"

#include "core/printable.h"
#include "json/writer.h"
#include "output/horizon.h"
#include "output/proof.h"
#include "output/request.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

using access::Permission;
using access::Permitted;
using answers::AllowedBy;
using answers::Holder;
using answers::Moment;
using answers::Span;

constexpr std::size_t versions_shown = 4;

// `ssm:SendCommand on arn:… when aws:… is "x"`.
std::string question_phrase(const access::Question& question, Quote quote) {
    return request_phrase(
        {question.action, question.resource.value_or(""), question.given, std::nullopt}, quote);
}

std::string moment_phrase(const Moment& moment, Quote quote) {
    return moment.at ? fmt::format("{} of {}", quote(moment.version), format_date(*moment.at))
                     : quote(moment.version);
}

std::string prose(std::string_view text, Quote quote) {
    return quote == plain ? visible(text) : escaped(text);
}

// `allowed under conditions`; `perhaps allowed (not decided: …)`.
std::string permission_phrase(const Permission& permission, Quote quote) {
    switch (permission.permitted) {
    case Permitted::always:
        return "allowed";
    case Permitted::conditional:
        return "allowed under conditions";
    case Permitted::undecided:
        return fmt::format("perhaps allowed (not decided: {})", prose(permission.doubt, quote));
    case Permitted::no:
        break;
    }
    return "not allowed";
}

// How a span goes on from the one before it.
std::string next_phrase(const Span& span, bool regained, Quote quote) {
    const std::string since = moment_phrase(span.from, quote);
    if (regained) {
        const bool always = span.permission.permitted == Permitted::always;
        return always ? fmt::format("regained with {}", since)
                      : fmt::format("regained with {}: {}",
                                    since,
                                    permission_phrase(span.permission, quote));
    }
    return fmt::format("{} since {}",
                       span.permission.permitted == Permitted::always
                           ? "always allowed"
                           : permission_phrase(span.permission, quote),
                       since);
}

// `allowed since v1 of 2019-01-01; lost with v3 of 2020-02-02`.
std::string spans_phrase(const AllowedBy& policy, Quote quote) {
    std::string text;
    for (std::size_t i = 0; i < policy.spans.size(); ++i) {
        const Span& span = policy.spans[i];
        if (i == 0) {
            text = fmt::format("{} since {}{}",
                               permission_phrase(span.permission, quote),
                               moment_phrase(span.from, quote),
                               span.first_known && span.from.version != "v1"
                                   ? " or before, the first version known"
                                   : "");
        } else {
            const bool regained = policy.spans[i - 1].until->at != span.from.at;
            text += "; " + next_phrase(span, regained, quote);
        }
        const bool last = i + 1 == policy.spans.size();
        if (span.until && (last || span.until->at != policy.spans[i + 1].from.at)) {
            text += span.until->version.empty()
                        ? fmt::format("; withdrawn by {}", format_date(*span.until->at))
                        : fmt::format("; lost with {}", moment_phrase(*span.until, quote));
        }
    }
    // Versions that say the same, together.
    for (std::size_t i = 0; i < policy.undated.size();) {
        const std::string phrase = permission_phrase(policy.undated[i].permission, quote);
        std::vector<std::string> versions;
        while (i < policy.undated.size() &&
               permission_phrase(policy.undated[i].permission, quote) == phrase) {
            versions.push_back(quote(policy.undated[i++].version));
        }
        text += fmt::format("{}{} in {}, at a time nobody knows",
                            text.empty() ? "" : "; ",
                            phrase,
                            joined(versions, versions_shown));
    }
    return text;
}

std::string number_of_policies(std::size_t number) {
    return number == 0 ? "no policy"
                       : fmt::format("{} {}", number, number == 1 ? "policy" : "policies");
}

std::string when_headline(const answers::WhenAllowed& answer, Quote quote) {
    return fmt::format("{} of {} known ever allowed {}",
                       number_of_policies(answer.policies.size()),
                       answer.asked,
                       question_phrase(answer.question, quote));
}

std::string who_headline(const answers::WhoMay& answer, Quote quote) {
    const std::size_t number = answer.policies.size();
    const std::string asked = question_phrase(answer.question, quote);
    const std::string known =
        fmt::format("{} of {} known", number_of_policies(number), answer.asked);
    return answer.at
               ? fmt::format("{} allowed {} at {}", known, asked, format_instant(*answer.at))
               : fmt::format("{} allow{} {}", known, number == 1 || number == 0 ? "s" : "", asked);
}

// `v13: allowed under conditions by Statement[3] Sid, such as …`.
std::string holder_phrase(const Holder& holder, Quote quote) {
    std::string text =
        fmt::format("{}: {}", quote(holder.version), permission_phrase(holder.permission, quote));
    if (holder.permission.statement) {
        policy::Statement statement;
        statement.index = *holder.permission.statement;
        statement.sid = holder.sid.empty() ? std::nullopt : std::optional(holder.sid);
        text += " by " + statement_phrase(statement, quote);
    }
    if (holder.permission.request) {
        text += ", such as " + request_phrase(*holder.permission.request, quote);
    }
    return text;
}

// Of `unknown`: policies that nobody can tell of.
std::string unknown_phrase(const std::vector<std::string>& unknown, Quote quote) {
    constexpr std::size_t shown = 8;
    std::vector<std::string> names;
    for (const std::string& name : unknown) {
        names.push_back(quote(name));
    }
    return fmt::format("of {} no version of that time is known: {}",
                       number_of_policies(unknown.size()),
                       joined(names, shown));
}

void write_moment(json::Writer& writer, const Moment& moment) {
    writer.begin_object();
    writer.key("version");
    if (moment.version.empty()) {
        writer.null();
    } else {
        writer.string(moment.version);
    }
    writer.key("at");
    if (moment.at) {
        writer.string(format_instant(*moment.at));
    } else {
        writer.null();
    }
    writer.end_object();
}

void write_doubt(json::Writer& writer, const Permission& permission) {
    if (permission.permitted == Permitted::undecided) {
        writer.key("undecided").string(permission.doubt);
    }
}

void write_question(json::Writer& writer, const access::Question& question) {
    writer.key("action").string(question.action);
    writer.key("resource");
    if (question.resource) {
        writer.string(*question.resource);
    } else {
        writer.null();
    }
}

void write_span(json::Writer& writer, const Span& span) {
    writer.begin_object().key("from");
    write_moment(writer, span.from);
    writer.key("until");
    if (span.until) {
        write_moment(writer, *span.until);
    } else {
        writer.null();
    }
    writer.key("conditional").boolean(span.conditional);
    write_doubt(writer, span.permission);
    writer.end_object();
}

void write_holders(json::Writer& writer, const std::vector<Holder>& holders) {
    writer.begin_array();
    for (const Holder& holder : holders) {
        writer.begin_object();
        writer.key("name").string(holder.name);
        writer.key("version").string(holder.version);
        writer.key("conditional").boolean(holder.conditional);
        writer.key("statement");
        if (holder.permission.statement) {
            writer.number(*holder.permission.statement);
        } else {
            writer.null();
        }
        if (holder.permission.request) {
            writer.key("request");
            write_request(writer, *holder.permission.request);
        }
        write_doubt(writer, holder.permission);
        writer.end_object();
    }
    writer.end_array();
}

} // namespace

std::string when_text(const answers::WhenAllowed& answer, const Style& style) {
    std::string out = wrapped(when_headline(answer, plain), 0, style.width);
    for (const AllowedBy& policy : answer.policies) {
        out += fmt::format("\n{}\n", style.bold(visible(policy.name)));
        out += wrapped(spans_phrase(policy, plain), 2, style.width, 2);
    }
    out += answer.policies.empty() ? "" : "\n";
    return out + horizon_text(answer.horizon);
}

std::string when_markdown(const answers::WhenAllowed& answer) {
    std::string out = when_headline(answer, code) + '\n';
    out += answer.policies.empty() ? "" : "\n";
    for (const AllowedBy& policy : answer.policies) {
        out += fmt::format("- **{}**: {}\n", escaped(policy.name), spans_phrase(policy, code));
    }
    return out + horizon_markdown(answer.horizon);
}

std::string when_json(const answers::WhenAllowed& answer) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("schema").string("polhist.when/1");
    write_question(writer, answer.question);
    writer.key("policies").begin_array();
    for (const AllowedBy& policy : answer.policies) {
        writer.begin_object();
        writer.key("name").string(policy.name);
        writer.key("spans").begin_array();
        for (const Span& span : policy.spans) {
            write_span(writer, span);
        }
        writer.end_array();
        if (!policy.undated.empty()) {
            writer.key("undated").begin_array();
            for (const answers::Undated& undated : policy.undated) {
                writer.begin_object();
                writer.key("version").string(undated.version);
                writer.key("conditional")
                    .boolean(undated.permission.permitted != Permitted::always);
                write_doubt(writer, undated.permission);
                writer.end_object();
            }
            writer.end_array();
        }
        writer.end_object();
    }
    writer.end_array();
    write_horizon(writer, answer.horizon);
    writer.end_object();
    return out + '\n';
}

std::string who_text(const answers::WhoMay& answer, const Style& style) {
    std::string out = wrapped(who_headline(answer, plain), 0, style.width);
    const auto add = [&](const std::vector<Holder>& holders, std::string_view remark) {
        for (const Holder& holder : holders) {
            out += fmt::format("\n{}{}\n", style.bold(visible(holder.name)), remark);
            out += wrapped(holder_phrase(holder, plain), 2, style.width, 2);
        }
    };
    add(answer.policies, "");
    add(answer.undated, "  (without a date, so nobody knows whether it is in force)");
    out += answer.policies.empty() && answer.undated.empty() ? "" : "\n";
    if (!answer.unknown.empty()) {
        out += wrapped(unknown_phrase(answer.unknown, plain), 0, style.width);
    }
    return out + horizon_text(answer.horizon);
}

std::string who_markdown(const answers::WhoMay& answer) {
    std::string out = who_headline(answer, code) + '\n';
    out += answer.policies.empty() && answer.undated.empty() ? "" : "\n";
    const auto add = [&](const std::vector<Holder>& holders, std::string_view remark) {
        for (const Holder& holder : holders) {
            out += fmt::format(
                "- **{}**{} {}\n", escaped(holder.name), remark, holder_phrase(holder, code));
        }
    };
    add(answer.policies, "");
    add(answer.undated, " (without a date)");
    if (!answer.unknown.empty()) {
        out += fmt::format("\n{}\n", unknown_phrase(answer.unknown, code));
    }
    return out + horizon_markdown(answer.horizon);
}

std::string who_json(const answers::WhoMay& answer) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("schema").string("polhist.who/1");
    write_question(writer, answer.question);
    writer.key("at");
    if (answer.at) {
        writer.string(format_instant(*answer.at));
    } else {
        writer.null();
    }
    writer.key("policies");
    write_holders(writer, answer.policies);
    writer.key("undated");
    write_holders(writer, answer.undated);
    writer.key("unknown").begin_array();
    for (const std::string& name : answer.unknown) {
        writer.string(name);
    }
    writer.end_array();
    write_horizon(writer, answer.horizon);
    writer.end_object();
    return out + '\n';
}

} // namespace polhist::output
