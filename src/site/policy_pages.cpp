#include "site/policy_pages.h"

#include "answers/log.h"
#include "core/printable.h"
#include "json/writer.h"
#include "output/difference_page.h"
#include "output/html.h"
#include "output/json.h"
#include "output/proof.h"
#include "policy/canonical.h"
#include "policy/envelope.h"
#include "site/grant_history.h"
#include "site/page.h"
#include "site/timeline_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace polhist::site {
namespace {

using output::html;
using output::marked_up;
using timeline::Version;

std::string verdict_cell(const Step& step) {
    return step.verdict ? output::verdict_badge(*step.verdict, step.verdict_words)
                        : std::string("<span class=\"facts\">first known</span>");
}

bool has_document(const Version& version) {
    const auto bytes = version.json.bytes();
    return bytes && !bytes->empty();
}

std::string date(Instant at) {
    return fmt::format("<time datetime=\"{}\">{}</time>", format_instant(at), format_date(at));
}

// Writes the pages of one policy, step by step.
class PolicyWriter {
public:
    PolicyWriter(const PolicyInput& input, const Write& write) : in_(input), write_(write) {
        record_.name = input.name;
        record_.folder = "policy/" + part(input.name) + "/";
        record_.arn = input.history.arn;
        record_.versions = input.history.versions.size();
        record_.withdrawn = input.history.withdrawn();
    }

    Result<PolicyRecord> run() {
        auto newest = newest_document();
        if (!newest) {
            return tl::make_unexpected(newest.error());
        }
        newest_ = *newest;
        record_.grants = newest_ ? policy::grants_of(*newest_).size() : 0;
        add_steps();
        for (const auto& part_of : {&PolicyWriter::write_documents,
                                    &PolicyWriter::write_steps,
                                    &PolicyWriter::write_own_page,
                                    &PolicyWriter::write_feed}) {
            if (auto written = (this->*part_of)(); !written) {
                return tl::make_unexpected(written.error());
            }
        }
        return std::move(record_);
    }

private:
    using Document = std::shared_ptr<const policy::Document>;

    [[nodiscard]] Result<Document> newest_document() const {
        if (!in_.states.empty()) {
            return in_.states.front().document;
        }
        return in_.history.versions.empty() ? Result<Document>(Document())
                                            : answers::load(in_.history.versions.back());
    }

    // The name of the page of a state: its version, with the day where that returned.
    std::string page_of(const StateEntry& entry) {
        std::string name = part(entry.version->id);
        if (entry.state->event != timeline::Event::version) {
            name += '-';
            name += format_date(entry.state->since);
        }
        const std::string wanted = name;
        for (int copy = 2; !taken_.insert(name).second; ++copy) {
            name = fmt::format("{}-{}", wanted, copy);
        }
        return record_.folder + name + ".html";
    }

    void add_steps() {
        const auto& entries = in_.states;
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            Step step;
            step.at = entry->state->since;
            step.event = entry->state->event;
            step.version = entry->version->id;
            step.page = page_of(*entry);
            const answers::Comparison* change = entry->step ? &*entry->step : nullptr;
            if (change != nullptr) {
                step.verdict = change->difference.access.overall;
                step.verdict_words = output::verdict_phrase(change->difference.access);
                step.summary = answers::summary(change->difference);
            }
            const policy::Document& document = *entry->document;
            step.services = answers::services_of(change, document);
            step.news =
                output::feed_entry({in_.name, *entry->state, entry->version->id, document, change},
                                   answers::feed_id(in_.history, *entry->state));
            step.news.page = in_.base_url.empty() ? "" : in_.base_url + step.page;
            record_.steps.push_back(std::move(step));
            if (entry->withdrawal) {
                record_.withdrawals.push_back(withdrawal_of(*entry));
            }
        }
    }

    // The end of a state, told on the policy's own page.
    [[nodiscard]] Step withdrawal_of(const StateEntry& entry) const {
        const answers::Comparison& change = *entry.withdrawal;
        Step step;
        step.at = *entry.state->withdrawn;
        step.version = entry.version->id;
        step.page = record_.folder + "index.html";
        step.verdict = change.difference.access.overall;
        step.verdict_words = output::verdict_phrase(change.difference.access);
        step.summary = "withdrawn  " + answers::summary(change.difference);
        step.services = answers::services_of(&change, *entry.document);
        constexpr bool is_withdrawal = true;
        step.news = output::feed_entry(
            {in_.name, *entry.state, step.version, *entry.document, &change, is_withdrawal},
            answers::withdrawal_feed_id(in_.history, *entry.state));
        step.news.page = in_.base_url.empty() ? "" : in_.base_url + step.page;
        return step;
    }

    [[nodiscard]] std::string document_path(const Version& version) const {
        const bool several = std::ranges::count(in_.history.versions, version.id, &Version::id) > 1;
        return fmt::format("api/v1/{}{}{}.document.json",
                           record_.folder,
                           part(version.id),
                           several && version.created
                               ? fmt::format("-{}", format_date(*version.created))
                               : std::string());
    }

    [[nodiscard]] answers::Log log() const {
        answers::Log log{{},
                         in_.history.notes,
                         in_.history.withdrawn(),
                         answers::horizon_of(in_.history.known_until, std::nullopt)};
        for (std::size_t i = 0; i < in_.states.size(); ++i) {
            const StateEntry& entry = in_.states[i];
            answers::LogEntry told{entry.state, entry.version, nullptr, std::nullopt};
            if (entry.step) {
                told.before = in_.states[i + 1].version;
                told.step =
                    diff::step_of(entry.step->difference, answers::summary(entry.step->difference));
            }
            log.entries.push_back(std::move(told));
        }
        return log;
    }

    Result<void> write_documents() {
        for (const Version& version : in_.history.versions) {
            const auto bytes = version.json.bytes();
            if (!bytes) {
                return tl::make_unexpected(bytes.error());
            }
            if (bytes->empty()) {
                continue;
            }
            const auto text = policy::written_document(json::Source{version.origin, *bytes}, 2);
            if (!text) {
                return tl::make_unexpected(text.error());
            }
            if (auto written = write_(document_path(version), *text); !written) {
                return written;
            }
        }
        return write_("api/v1/" + record_.folder + "log.json",
                      output::log_json(in_.history, log()));
    }

    Result<void> write_steps() {
        const auto& entries = in_.states;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const StateEntry& entry = entries[i];
            const std::size_t position = entries.size() - 1 - i;
            if (auto written = write_step(entry, position); !written) {
                return written;
            }
            if (entry.step) {
                const std::string& page = record_.steps[position].page;
                const std::string path = "api/v1/" + page.substr(0, page.size() - 5) + ".json";
                if (auto written = write_(path, output::diff_json(*entry.step)); !written) {
                    return written;
                }
            }
        }
        return {};
    }

    // Links to the states before and after.
    [[nodiscard]] std::string neighbours(std::size_t position) const {
        std::string out = "<p class=\"facts\">";
        out += fmt::format("<a href=\"index.html\">{}</a>", html(in_.name));
        const auto link = [&](const Step& step, std::string_view word) {
            out += fmt::format(" · <a href=\"{}\">{} {}</a>",
                               step.page.substr(record_.folder.size()),
                               word,
                               html(step.version));
        };
        if (position > 0) {
            link(record_.steps[position - 1], "before:");
        }
        if (position + 1 < record_.steps.size()) {
            link(record_.steps[position + 1], "after:");
        }
        return out + "</p>\n";
    }

    Result<void> write_step(const StateEntry& entry, std::size_t position) {
        const Step& step = record_.steps[position];
        Page page;
        page.path = step.page;
        page.feed = record_.folder + "feed.atom";
        const std::string event(output::words_of(step.event));
        const std::string status = fmt::format(
            "<p class=\"facts\">{}{}in force since {} · <a href=\"{}{}\">document</a></p>\n",
            event,
            event.empty() ? "" : ", ",
            date(step.at),
            up(step.page),
            document_path(*entry.version));
        if (entry.step) {
            page.title = step.news.title;
            page.body = neighbours(position) + output::difference_headline(*entry.step, 1) +
                        status + output::difference_tellings(*entry.step, 2) +
                        output::difference_documents(*entry.step, 2, false);
        } else {
            page.title = fmt::format("{} {}", in_.name, step.version);
            page.body = fmt::format(
                "{}<header class=\"card headline\"><h1>{} <span class=\"arrow\">{}</span></h1>"
                "<p>first version known</p></header>\n{}<h2>Document</h2>\n<pre tabindex=\"0\">",
                neighbours(position),
                html(in_.name),
                html(step.version),
                status);
            append_lines(page.body, policy::canonical_text(*entry.document));
            page.body += "</pre>\n";
        }
        return write_(page.path, page_text(page));
    }

    static void append_lines(std::string& out, std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            out += html(text.substr(0, end)) + '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    [[nodiscard]] std::string state_rows() const {
        std::string out = "<div class=\"table\" tabindex=\"0\" role=\"region\" "
                          "aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">In force "
                          "since</th><th scope=\"col\">Version</th><th scope=\"col\">Verdict</th>"
                          "<th scope=\"col\">What changed</th></tr></thead>\n<tbody>\n";
        auto entry = in_.states.begin(); // newest first
        for (auto step = record_.steps.rbegin(); step != record_.steps.rend(); ++step) {
            const std::string event(output::words_of(step->event));
            if (const auto& gone = (entry++)->state->withdrawn) {
                out += fmt::format("<tr><td>{}</td><td></td><td></td><td>withdrawn</td></tr>\n",
                                   date(*gone));
            }
            out += fmt::format("<tr><td>{}</td><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}{}{}"
                               "</td></tr>\n",
                               date(step->at),
                               step->page.substr(record_.folder.size()),
                               html(step->version),
                               verdict_cell(*step),
                               event,
                               event.empty() || step->summary.empty() ? "" : ", ",
                               html(step->summary));
        }
        return out + "</tbody>\n</table></div>\n";
    }

    // Whether the policy is gone, and how far that is known.
    [[nodiscard]] std::string state_of_knowledge() const {
        std::string out;
        if (record_.withdrawn) {
            out += fmt::format("<p><strong>Withdrawn</strong> by {}: it is in force no more.</p>\n",
                               date(*record_.withdrawn));
        }
        if (in_.history.known_until) {
            out += fmt::format("<p class=\"facts\">known up to {}</p>\n",
                               date(*in_.history.known_until));
        }
        return out;
    }

    // Versions that were never seen in force at a time that is known.
    [[nodiscard]] std::string other_versions() const {
        std::set<const Version*> shown;
        for (const StateEntry& entry : in_.states) {
            shown.insert(entry.version);
        }
        std::string out;
        for (const Version& version : in_.history.versions) {
            if (!shown.contains(&version) && has_document(version)) {
                out += fmt::format("<li><a href=\"{}{}\">{}</a></li>\n",
                                   up(record_.folder),
                                   document_path(version),
                                   html(version.id));
            }
        }
        return out.empty() ? ""
                           : "<h2>Versions without a place in time</h2>\n<ul>\n" + out + "</ul>\n";
    }

    // Grants of one state and place together: `since v3: Allow a, b on *`.
    [[nodiscard]] std::string grants_since() const {
        if (!newest_ || in_.states.empty()) {
            return "";
        }
        std::map<const StateEntry*, std::map<std::string, std::vector<std::string>>> groups;
        for (const DatedGrant& dated : dated_grants(in_.states)) {
            const policy::Grant& grant = dated.grant;
            const std::string resource = output::resource_phrase(grant, marked_up);
            const std::string place = fmt::format("{}{}{}{}",
                                                  policy::name_of(grant.effect()),
                                                  resource.empty() ? "" : " on ",
                                                  resource,
                                                  output::circumstances(grant, marked_up));
            groups[dated.since][place].push_back(output::action_phrase(grant, marked_up));
        }
        std::string out = "<h2 id=\"blame\">What it grants, since when</h2>\n";
        for (const StateEntry& entry : in_.states) {
            const auto found = groups.find(&entry);
            if (found == groups.end()) {
                continue;
            }
            std::size_t total = 0;
            std::string lists;
            for (const auto& [place, actions] : found->second) {
                total += actions.size();
                lists += fmt::format("<h3>{}</h3>\n<ul class=\"columns\">\n", place);
                for (const std::string& action : actions) {
                    lists += fmt::format("<li>{}</li>\n", action);
                }
                lists += "</ul>\n";
            }
            out += fmt::format("<details>\n<summary>since {} <code>{}</code> <span class=\"note\">"
                               "{} grant{}</span></summary>\n<div class=\"inside\">\n{}</div>\n"
                               "</details>\n",
                               date(entry.state->since),
                               html(entry.version->id),
                               total,
                               total == 1 ? "" : "s",
                               lists);
        }
        return out;
    }

    // For the script that compares any two: where the documents of the states are.
    [[nodiscard]] std::string compare_form() const {
        if (record_.steps.size() < 2) {
            return "";
        }
        std::string options;
        for (std::size_t i = record_.steps.size(); i-- > 0;) {
            const Step& step = record_.steps[i];
            const StateEntry& entry = in_.states[record_.steps.size() - 1 - i];
            options += fmt::format("<li data-document=\"{}{}\" data-page=\"{}\" data-verdict=\"{}\""
                                   ">{} {}</li>\n",
                                   up(record_.folder),
                                   document_path(*entry.version),
                                   step.page.substr(record_.folder.size()),
                                   step.verdict ? access::name_of(*step.verdict) : "",
                                   html(step.version),
                                   format_date(step.at));
        }
        return fmt::format("<h2>Compare any two versions</h2>\n<div id=\"compare\" "
                           "data-policy=\"{}\">\n<p>For the verdict on any two: <code>polhist diff "
                           "{} FROM TO</code></p>\n<ul hidden>\n{}</ul>\n</div>\n<script defer "
                           "src=\"{}compare.js\"></script>\n",
                           html(in_.name),
                           html(in_.name),
                           options,
                           up(record_.folder));
    }

    Result<void> write_own_page() {
        Page page;
        page.path = record_.folder + "index.html";
        page.title = in_.name;
        page.feed = record_.folder + "feed.atom";
        const std::string latest = record_.steps.empty()
                                       ? ""
                                       : fmt::format("<p>{} state{} in force since {}, {} grants {}"
                                                     "</p>\n{}",
                                                     record_.steps.size(),
                                                     record_.steps.size() == 1 ? "" : "s",
                                                     date(record_.steps.front().at),
                                                     record_.grants,
                                                     record_.withdrawn ? "at the end" : "now",
                                                     state_of_knowledge());
        page.body = fmt::format("<header class=\"card headline {}\"><h1>{}</h1>\n{}{}"
                                "<p class=\"facts\"><a href=\"feed.atom\">Atom feed</a> · "
                                "<a href=\"{}api/v1/{}log.json\">JSON</a></p></header>\n",
                                record_.steps.empty() || !record_.steps.back().verdict
                                    ? ""
                                    : access::name_of(*record_.steps.back().verdict),
                                html(in_.name),
                                latest,
                                record_.arn.empty() ? ""
                                                    : fmt::format("<p class=\"facts\">{}</p>\n",
                                                                  marked_up(record_.arn)),
                                up(page.path),
                                record_.folder);
        page.body += "<h2>Timeline</h2>\n";
        page.body += timeline_picture(record_.steps, up(page.path));
        page.body += record_.steps.empty() ? "<p>No version of it has a date.</p>\n" : state_rows();
        for (const std::string& note : in_.history.notes) {
            page.body += fmt::format("<p class=\"facts\">{}</p>\n", html(note));
        }
        page.body += other_versions() + compare_form() + grants_since();
        return write_(page.path, page_text(page));
    }

    Result<void> write_feed() {
        output::Feed feed;
        feed.title = in_.name + ": changes of permissions";
        feed.id = answers::feed_id("policy\n" + in_.history.scope + "\n" + in_.history.name);
        const std::string path = record_.folder + "feed.atom";
        if (!in_.base_url.empty()) {
            feed.self = in_.base_url + path;
            feed.site = in_.base_url + record_.folder + "index.html";
        }
        constexpr std::size_t most = 50;
        for (const auto* steps : {&record_.steps, &record_.withdrawals}) {
            for (const Step& step : *steps) {
                feed.entries.push_back(step.news);
            }
        }
        std::ranges::reverse(feed.entries);
        std::ranges::stable_sort(feed.entries, std::ranges::greater(), &output::FeedEntry::at);
        feed.entries.resize(std::min(feed.entries.size(), most));
        return write_(path, output::atom(feed));
    }

    const PolicyInput& in_;
    const Write& write_;
    PolicyRecord record_;
    Document newest_;
    std::set<std::string> taken_;
};

} // namespace

Result<PolicyRecord> write_policy(const PolicyInput& input, const Write& write) {
    return PolicyWriter(input, write).run();
}

} // namespace polhist::site
