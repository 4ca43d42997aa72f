#include "store/lines.h"

#include "json/tree.h"
#include "json/writer.h"
#include "store/name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace polhist::store {
namespace {

using json::Value;
using json::Writer;
using timeline::Claims;
using timeline::Observation;
using timeline::PolicyKey;
using timeline::SourceClass;

constexpr std::array<std::string_view, 4> source_names{"exact", "minute", "catalogue", "bare"};
constexpr std::array<std::string_view, 3> look_names{"in-force", "gap", "withdrawn"};

// A line being written: members whose values are empty are left out.
class Line {
public:
    explicit Line(std::string_view kind) : writer_(text_) {
        writer_.begin_object().key(kind).begin_object();
    }

    Line& add(std::string_view key, std::string_view value) {
        if (!value.empty()) {
            writer_.key(key).string(value);
        }
        return *this;
    }

    Line& add(std::string_view key, const std::optional<Instant>& value) {
        return value ? add(key, format_instant(*value)) : *this;
    }

    Line& add(std::string_view key, SourceClass value) {
        return add(key, source_names[static_cast<std::size_t>(value)]);
    }

    Writer& writer() { return writer_; }

    std::string end() {
        writer_.end_object().end_object();
        return std::move(text_);
    }

private:
    std::string text_;
    Writer writer_;
};

std::string line_of(const timeline::PolicyClaim& claim) {
    return Line("policy")
        .add("arn", claim.arn)
        .add("created", claim.created)
        .add("source", claim.source)
        .end();
}

std::string line_of(const timeline::VersionClaim& claim) {
    return Line("version")
        .add("id", claim.version)
        .add("document", claim.document)
        .add("created", claim.created)
        .add("source", claim.source)
        .end();
}

std::string line_of(const Observation& look) {
    return Line("look")
        .add("by", look.observer)
        .add("at", std::optional(look.at))
        .add("found", look_names[static_cast<std::size_t>(look.kind)])
        .add("id", look.version)
        .add("document", look.document)
        .add("created", look.created)
        .end();
}

std::string line_of(const timeline::Form& form) {
    return Line("form")
        .add("blob", form.blob)
        .add("document", form.document)
        .add("at", form.at)
        .end();
}

std::string line_of(const timeline::ListingClaim& claim) {
    return Line("listing")
        .add("default", claim.default_version)
        .add("updated", claim.updated)
        .end();
}

// A list that may be empty, which leaves it out.
void add_list(Line& line, std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) {
        return;
    }
    line.writer().key(key).begin_array();
    for (const std::string& value : values) {
        line.writer().string(value);
    }
    line.writer().end_array();
}

std::string line_of(const timeline::Poll& poll) {
    Line line("poll");
    line.add("at", std::optional(poll.at)).add("scope", poll.scope);
    add_list(line, "lists", poll.kinds);
    return line.add("digest", poll.digest).end();
}

std::string line_of(const timeline::PrincipalObservation& seen) {
    Line line("principal");
    line.add("by", seen.observer)
        .add("at", std::optional(seen.at))
        .add("arn", seen.arn)
        .add("created", seen.created);
    add_list(line, "attached", seen.attached);
    add_list(line, "inline", seen.inlined);
    add_list(line, "groups", seen.groups);
    return line.add("boundary", seen.boundary).end();
}

std::string line_of(const timeline::DocumentedUpdate& update) {
    Line line("update");
    line.add("newest", update.source.newest)
        .add("date", update.date)
        .add("scope", update.policy.scope)
        .add("policy", update.policy.name)
        .add("change", update.change)
        .add("description", update.description);
    if (update.repetition != 0) {
        line.writer().key("repetition").number(update.repetition);
    }
    return line.end();
}

std::string line_of(const timeline::DocumentedProse& prose) {
    Line line("prose");
    line.add("newest", prose.source.newest)
        .add("scope", prose.policy.scope)
        .add("policy", prose.policy.name)
        .add("summary", prose.summary)
        .add("introduction", prose.introduction);
    line.writer().key("services").begin_array();
    for (const timeline::DocumentedService& service : prose.services) {
        line.writer().begin_object().key("service").string(service.service);
        line.writer().key("text").begin_array();
        for (const std::string& paragraph : service.text) {
            line.writer().string(paragraph);
        }
        line.writer().end_array().end_object();
    }
    line.writer().end_array();
    return line.end();
}

std::string subject_of(const PolicyKey& policy) {
    return Line("of").add("scope", policy.scope).add("policy", policy.name).end();
}

std::string subject_of(const timeline::PrincipalKey& principal) {
    return Line("of").add("account", principal.account).add("principal", principal.name).end();
}

std::string subject_of_page(std::string_view page) {
    Line line("of");
    line.writer().key("page").string(page);
    return line.end();
}

std::string subject_of_observer(std::string_view name) {
    return Line("of").add("observer", name).end();
}

// Sorts claims into folders. Claims of one policy often follow each other.
class Sorter {
public:
    explicit Sorter(std::map<std::string, Folder>& folders) : folders_(folders) {}

    Folder& of(const PolicyKey& policy) {
        if (last_ == nullptr || *last_ != policy) {
            const auto [found, fresh] = policies_.try_emplace(policy, nullptr);
            if (fresh) {
                found->second = &folders_[folder_of(policy)];
                found->second->subject = subject_of(policy);
            }
            last_ = &found->first;
            folder_ = found->second;
        }
        return *folder_;
    }

    Folder& of(const timeline::PrincipalKey& principal) {
        Folder& folder = folders_[folder_of_principal(principal)];
        if (folder.subject.empty()) {
            folder.subject = subject_of(principal);
        }
        return folder;
    }

    Folder& of_page(std::string_view page) {
        Folder& folder = folders_[folder_of_page(page)];
        if (folder.subject.empty()) {
            folder.subject = subject_of_page(page);
        }
        return folder;
    }

    Folder& of_observer(std::string_view name) {
        Folder& folder = folders_[folder_of_observer(name)];
        if (folder.subject.empty()) {
            folder.subject = subject_of_observer(name);
        }
        return folder;
    }

private:
    std::map<std::string, Folder>& folders_;
    std::map<PolicyKey, Folder*> policies_;
    const PolicyKey* last_ = nullptr;
    Folder* folder_ = nullptr;
};

// The members of a claim that is being read. The first thing wrong is kept.
class Members {
public:
    explicit Members(const Value& value) : value_(value) {}

    std::string text(std::string_view key) {
        const auto found = value_.find(key);
        if (found && found->kind() != json::Kind::string) {
            wrong(*found, "a string");
        }
        return found ? std::string(found->text()) : std::string();
    }

    std::optional<Instant> instant(std::string_view key) {
        const auto found = value_.find(key);
        const auto instant = found ? parse_instant(found->text()) : std::nullopt;
        if (found && !instant) {
            wrong(*found, "an instant");
        }
        return instant;
    }

    std::vector<std::string> list(std::string_view key) {
        const auto found = value_.find(key);
        if (found && found->kind() != json::Kind::array) {
            wrong(*found, "an array");
        }
        std::vector<std::string> texts;
        for (const Value item : found.value_or(Value(value_)).items()) {
            texts.emplace_back(item.text());
        }
        return texts;
    }

    template <typename Kind, std::size_t size>
    Kind named(std::string_view key, const std::array<std::string_view, size>& names) {
        const auto found = value_.find(key);
        const auto at = std::ranges::find(names, found ? found->text() : std::string_view());
        if (at == names.end()) {
            wrong(found.value_or(value_), fmt::format("a known `{}`", key));
            return Kind{};
        }
        return static_cast<Kind>(at - names.begin());
    }

    void wrong(const Value& value, std::string_view wanted) {
        if (!error_) {
            error_ = json::error_at(
                value, fmt::format("not {}; the store is damaged, run `polhist fsck`", wanted));
        }
    }

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    [[nodiscard]] const Value& value() const { return value_; }

private:
    Value value_;
    std::optional<Error> error_;
};

// Reads the lines of one file.
class LineReader {
public:
    explicit LineReader(Claims& claims) : claims_(claims) {}

    // The first line.
    Result<Subject> subject(const Value& line) {
        const auto of = line.find("of");
        Members members(of.value_or(line));
        const auto page = members.value().find("page");
        page_ = members.text("page");
        policy_ = {members.text("scope"), members.text("policy")};
        observer_ = members.text("observer");
        principal_ = {members.text("account"), members.text("principal")};
        const int subjects = (page ? 1 : 0) + (policy_.name.empty() ? 0 : 1) +
                             (observer_.empty() ? 0 : 1) + (principal_.name.empty() ? 0 : 1);
        if (!of || subjects != 1) {
            members.wrong(line, "whose claims they are");
        }
        if (members.error()) {
            return tl::make_unexpected(*members.error());
        }
        return Subject{policy_, page_, observer_, principal_, folder_of_subject(page.has_value())};
    }

    Result<void> claim(const Value& line) {
        const json::Members all = line.members();
        if (all.empty()) {
            return tl::make_unexpected(
                json::error_at(line, "no claim; the store is damaged, run `polhist fsck`"));
        }
        const json::Member member = *all.begin();
        Members members(member.value);
        add(member.key, members);
        return members.error() ? Result<void>(tl::make_unexpected(*members.error()))
                               : Result<void>();
    }

private:
    [[nodiscard]] std::string folder_of_subject(bool page) const {
        if (page) {
            return folder_of_page(page_);
        }
        if (!principal_.name.empty()) {
            return folder_of_principal(principal_);
        }
        return observer_.empty() ? folder_of(policy_) : folder_of_observer(observer_);
    }

    // What a page says of a policy stands with the page, polls with their observer, what was
    // observed of a principal with it, and all else with the policy.
    [[nodiscard]] bool belongs(std::string_view kind) const {
        if (kind == "principal" || !principal_.name.empty()) {
            return kind == "principal" && !principal_.name.empty();
        }
        if (kind == "poll") {
            return !observer_.empty();
        }
        const bool of_page = kind == "update" || kind == "prose";
        return observer_.empty() && of_page == policy_.name.empty();
    }

    void add(std::string_view kind, Members& members) {
        if (!belongs(kind)) {
            members.wrong(members.value(), fmt::format("a claim that belongs here (`{}`)", kind));
        } else if (kind == "look") {
            add_look(members);
        } else if (kind == "form") {
            claims_.forms.push_back({policy_,
                                     members.text("document"),
                                     {},
                                     members.instant("at"),
                                     members.text("blob")});
        } else if (kind == "version") {
            claims_.versions.push_back({policy_,
                                        members.text("id"),
                                        members.text("document"),
                                        members.instant("created"),
                                        members.named<SourceClass>("source", source_names)});
        } else if (kind == "policy") {
            claims_.policies.push_back({policy_,
                                        members.text("arn"),
                                        members.instant("created"),
                                        members.named<SourceClass>("source", source_names)});
        } else if (kind == "listing") {
            claims_.listings.push_back(
                {policy_, members.text("default"), members.instant("updated")});
        } else if (kind == "poll") {
            add_poll(members);
        } else if (kind == "principal") {
            add_principal(members);
        } else if (kind == "update") {
            add_update(members);
        } else if (kind == "prose") {
            add_prose(members);
        } else {
            members.wrong(members.value(), fmt::format("a claim that is known (`{}`)", kind));
        }
    }

    void add_look(Members& members) {
        const auto at = members.instant("at");
        if (!at) {
            members.wrong(members.value(), "a look with an `at`");
            return;
        }
        claims_.observations.push_back({policy_,
                                        members.text("by"),
                                        *at,
                                        members.named<Observation::Kind>("found", look_names),
                                        members.text("id"),
                                        members.text("document"),
                                        members.instant("created")});
    }

    void add_poll(Members& members) {
        const auto at = members.instant("at");
        if (!at) {
            members.wrong(members.value(), "a poll with an `at`");
            return;
        }
        claims_.polls.push_back(
            {observer_, *at, members.text("scope"), members.list("lists"), members.text("digest")});
    }

    void add_principal(Members& members) {
        const auto at = members.instant("at");
        if (!at) {
            members.wrong(members.value(), "an observation with an `at`");
            return;
        }
        claims_.principals.push_back({principal_,
                                      members.text("by"),
                                      *at,
                                      members.text("arn"),
                                      members.instant("created"),
                                      members.list("attached"),
                                      members.list("inline"),
                                      members.list("groups"),
                                      members.text("boundary")});
    }

    void add_update(Members& members) {
        timeline::DocumentedUpdate update{{page_, members.text("newest")},
                                          members.text("date"),
                                          {members.text("scope"), members.text("policy")},
                                          members.text("change"),
                                          members.text("description")};
        if (const auto repetition = members.value().find("repetition")) {
            const std::string_view digits = repetition->text();
            std::from_chars(digits.data(), digits.data() + digits.size(), update.repetition);
        }
        claims_.updates.push_back(std::move(update));
    }

    void add_prose(Members& members) {
        timeline::DocumentedProse prose{{page_, members.text("newest")},
                                        {members.text("scope"), members.text("policy")},
                                        members.text("summary"),
                                        members.text("introduction"),
                                        {}};
        const auto services = members.value().find("services");
        for (const Value service : services.value_or(members.value()).items()) {
            Members inner(service);
            prose.services.push_back({inner.text("service"), {}});
            const auto text = service.find("text");
            for (const Value paragraph : text.value_or(service).items()) {
                prose.services.back().text.emplace_back(paragraph.text());
            }
        }
        claims_.prose.push_back(std::move(prose));
    }

    Claims& claims_;
    PolicyKey policy_;
    std::string page_;
    std::string observer_;
    timeline::PrincipalKey principal_;
};

} // namespace

std::map<std::string, Folder> folders_of(const Claims& claims) {
    std::map<std::string, Folder> folders;
    Sorter sorter(folders);
    const auto add = [&](const auto& all) {
        for (const auto& claim : all) {
            sorter.of(claim.policy).lines.insert(line_of(claim));
        }
    };
    add(claims.policies);
    add(claims.versions);
    add(claims.observations);
    add(claims.listings);
    for (const timeline::Form& form : claims.forms) {
        Folder& folder = sorter.of(form.policy);
        folder.lines.insert(line_of(form));
        folder.forms.emplace(form.blob, &form);
    }
    for (const timeline::PrincipalObservation& seen : claims.principals) {
        sorter.of(seen.principal).lines.insert(line_of(seen));
    }
    for (const timeline::Poll& poll : claims.polls) {
        sorter.of_observer(poll.observer).lines.insert(line_of(poll));
    }
    for (const timeline::DocumentedUpdate& update : claims.updates) {
        sorter.of_page(update.source.page).lines.insert(line_of(update));
    }
    for (const timeline::DocumentedProse& prose : claims.prose) {
        sorter.of_page(prose.source.page).lines.insert(line_of(prose));
    }
    return folders;
}

std::string text_of(std::string_view subject, const std::set<std::string, std::less<>>& lines) {
    std::string text(subject);
    text += '\n';
    for (const std::string& line : lines) {
        text += line;
        text += '\n';
    }
    return text;
}

ClaimsFile split(std::string_view text) {
    ClaimsFile file;
    bool first = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (first) {
            file.subject = text.substr(0, end);
            first = false;
        } else {
            file.lines.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return file;
}

Result<Subject> read_claims(std::string_view name, std::string_view text, Claims& claims) {
    const ClaimsFile file = split(text);
    LineReader reader(claims);
    const auto subject = json::Tree::parse({name, file.subject});
    if (!subject) {
        return tl::make_unexpected(subject.error());
    }
    auto whose = reader.subject(subject->root());
    for (std::size_t i = 0; whose && i < file.lines.size(); ++i) {
        const auto line = json::Tree::parse({name, file.lines[i]});
        const auto read =
            line ? reader.claim(line->root()) : Result<void>(tl::make_unexpected(line.error()));
        if (!read) {
            return tl::make_unexpected(read.error());
        }
    }
    return whose;
}

} // namespace polhist::store
