#include "index/fake_source.h"

#include "timeline/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::index {
namespace {

using timeline::History;
using timeline::PolicyKey;

std::string number(const std::optional<Instant>& instant) {
    return instant ? format_instant(*instant) : "-";
}

std::string told(const History& history) {
    std::string text = fmt::format("{} {} {}\n", history.scope, history.name, history.arn);
    for (const timeline::Version& version : history.versions) {
        const auto bytes = version.json.bytes();
        text += fmt::format("  {} {} {} {} {} {} {}: {}\n",
                            version.id,
                            number(version.created),
                            static_cast<int>(version.dated_by),
                            version.seen,
                            version.document,
                            version.blob,
                            version.origin,
                            bytes ? *bytes : std::string_view("cannot be read"));
    }
    for (const timeline::State& state : history.states) {
        text += fmt::format("  {} {} {} {}\n",
                            state.version,
                            format_instant(state.since),
                            name_of(state.event),
                            number(state.withdrawn));
    }
    text += fmt::format("  known until {} by {}\n",
                        number(history.known_until),
                        fmt::join(history.observers, ", "));
    if (history.unknown) {
        text += fmt::format("  unknown from {} until {}\n",
                            number(history.unknown->from),
                            number(history.unknown->until));
    }
    for (const Instant& gap : history.gaps) {
        text += fmt::format("  gap {}\n", format_instant(gap));
    }
    for (const std::string& note : history.notes) {
        text += fmt::format("  note {}\n", note);
    }
    return text;
}

std::string told(const Result<timeline::Claims>& pages) {
    if (!pages) {
        return pages.error().message;
    }
    std::string text;
    for (const timeline::DocumentedUpdate& update : pages->updates) {
        text += fmt::format("{} {} {} {} {} {} {} {}\n",
                            update.source.page,
                            update.source.newest,
                            update.date,
                            update.policy.scope,
                            update.policy.name,
                            update.change,
                            update.description,
                            update.repetition);
    }
    for (const timeline::DocumentedProse& prose : pages->prose) {
        text += fmt::format("{} {} {} {}\n",
                            prose.source.page,
                            prose.policy.name,
                            prose.summary,
                            prose.introduction);
        for (const timeline::DocumentedService& service : prose.services) {
            text += fmt::format("{} {}\n", service.service, fmt::join(service.text, "|"));
        }
    }
    return text;
}

} // namespace

Entry entry_of(const std::string& scope,
               const std::string& name,
               const std::vector<std::string>& documents) {
    Entry entry;
    entry.history.scope = scope;
    entry.history.name = name;
    entry.history.arn = fmt::format("arn:aws:iam::{}:policy/{}", scope, name);
    entry.arns = {entry.history.arn, fmt::format("arn:aws:iam::{}:policy/old/{}", scope, name)};
    entry.history.notes = {"a note"};
    entry.history.gaps = {Instant{7}};
    for (std::size_t i = 0; i < documents.size(); ++i) {
        timeline::Version version;
        version.id = fmt::format("v{}", i + 1);
        version.created =
            i % 2 == 0 ? std::optional(Instant{static_cast<std::int64_t>(i) - 1}) : std::nullopt;
        version.dated_by = timeline::SourceClass::minute;
        version.seen = i % 2 == 0;
        version.document = fmt::format("{:064x}", std::hash<std::string>()(documents[i]));
        version.blob = fmt::format("{:040x}", i);
        version.origin = name + ' ' + version.id;
        version.json = timeline::Text([text = documents[i]] { return Result<std::string>(text); });
        entry.history.versions.push_back(std::move(version));
        entry.history.states.push_back(
            {i, Instant{static_cast<std::int64_t>(i)}, timeline::Event::version});
    }
    if (!documents.empty()) {
        entry.history.states.back().withdrawn = Instant{100};
    }
    entry.history.known_until = Instant{100};
    entry.history.observers = {"observer of " + name};
    entry.history.unknown = {Instant{-9},
                             documents.empty() ? std::nullopt : std::optional(Instant{0})};
    return entry;
}

void FakeSource::put(Entry entry) {
    const PolicyKey key{entry.history.scope, entry.history.name};
    entries_[key] = std::move(entry);
    commits_.push_back({{key}, false});
}

void FakeSource::put_poll(timeline::Poll poll) {
    polls_.push_back(std::move(poll));
    commits_.push_back({{}, false, true});
}

void FakeSource::put_pages(timeline::Claims pages) {
    pages_ = std::move(pages);
    commits_.push_back({{}, true});
}

std::string FakeSource::head() const {
    return fmt::format("{:040x}", commits_.size());
}

std::optional<Changed> FakeSource::changed_since(const std::string& commit) const {
    const std::size_t since = std::stoul(commit, nullptr, 16);
    if (since > commits_.size()) {
        return std::nullopt;
    }
    Changed changed;
    for (std::size_t i = since; i < commits_.size(); ++i) {
        for (const PolicyKey& key : commits_[i].policies) {
            if (std::ranges::find(changed.policies, key) == changed.policies.end()) {
                changed.policies.push_back(key);
            }
        }
        changed.pages = changed.pages || commits_[i].pages;
        changed.polls = changed.polls || commits_[i].polls;
    }
    return changed;
}

Result<void> FakeSource::each(const std::function<Result<void>(Entry)>& use) const {
    ++all_read;
    for (const auto& [key, entry] : entries_) {
        if (auto used = use(entry); !used) {
            return used;
        }
    }
    return {};
}

Result<Entry> FakeSource::entry(const PolicyKey& policy) const {
    ++one_read;
    return entries_.at(policy);
}

std::string told(const FakeSource& source) {
    std::string text;
    for (const auto& [key, entry] : source.entries()) {
        text += told(entry.history);
    }
    return text + told(source.pages());
}

std::string told(const timeline::Archive& archive, const Result<timeline::Claims>& pages) {
    std::map<PolicyKey, std::string> texts;
    for (const std::string& name : archive.names()) {
        const auto history = archive.history(name);
        const std::string bare(timeline::scoped_name(name).name);
        texts[{history ? history->scope : "", bare}] =
            history ? told(*history) : history.error().message;
    }
    std::string text;
    for (const auto& [key, part] : texts) {
        text += part;
    }
    return text + told(pages);
}

} // namespace polhist::index
