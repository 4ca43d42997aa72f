#include "index/steps.h"

#include "core/deflate.h"
#include "core/file.h"
#include "index/bytes.h"
#include "index/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <sys/stat.h>

namespace polhist::index {
namespace {

using access::Doubt;
using access::Request;
using access::Witness;
using diff::StandIns;
using diff::Step;

constexpr std::size_t largest_file = std::size_t{64} * 1024 * 1024;

// How many values an enumeration has, by its last.
template <typename Enumeration>
constexpr std::size_t count_to(Enumeration last) {
    return static_cast<std::size_t>(last) + 1;
}

template <typename Enumeration>
void encode_value(Encoder& to, Enumeration value) {
    to.number(static_cast<std::size_t>(value));
}

template <typename Enumeration>
Enumeration value_in(Decoder& from, Enumeration last) {
    return static_cast<Enumeration>(from.below(count_to(last)));
}

constexpr std::string_view title = "polhist steps 2\n";

void encode_statement(Encoder& to, const policy::Statement* statement) {
    to.number(statement == nullptr ? 0 : statement->sid ? 2 : 1);
    if (statement != nullptr) {
        to.number(statement->index);
        if (statement->sid) {
            to.text(*statement->sid);
        }
    }
}

const policy::Statement* statement_in(Decoder& from, StandIns& all) {
    const std::size_t kind = from.below(3);
    if (kind == 0) {
        return nullptr;
    }
    const std::size_t index = from.number();
    return all.of(index, kind == 2 ? std::optional(std::string(from.text())) : std::nullopt);
}

void encode_texts(Encoder& to, const std::vector<std::string>& texts) {
    to.number(texts.size());
    for (const std::string& text : texts) {
        to.text(text);
    }
}

std::vector<std::string> texts_in(Decoder& from) {
    std::vector<std::string> texts;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        texts.emplace_back(from.text());
    }
    return texts;
}

void encode_request(Encoder& to, const Request& request) {
    to.text(request.action).text(request.resource).number(request.context.size());
    for (const auto& [key, values] : request.context) {
        to.text(key);
        encode_texts(to, values);
    }
    to.number(request.principal ? 1 : 0);
    if (request.principal) {
        to.text(request.principal->kind).text(request.principal->value);
    }
}

Request request_in(Decoder& from) {
    Request request;
    request.action = from.text();
    request.resource = from.text();
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        std::string key(from.text());
        request.context[std::move(key)] = texts_in(from);
    }
    if (from.below(2) != 0) {
        request.principal = policy::Principal{std::string(from.text()), {}};
        request.principal->value = from.text();
    }
    return request;
}

void encode_witnesses(Encoder& to, const std::vector<Witness>& witnesses) {
    to.number(witnesses.size());
    for (const Witness& witness : witnesses) {
        encode_statement(to, witness.statement);
        encode_request(to, witness.request);
        encode_statement(to, witness.because);
        encode_texts(to, witness.absent);
        encode_value(to, witness.via);
        to.text(witness.note);
    }
}

std::vector<Witness> witnesses_in(Decoder& from, StandIns& all) {
    std::vector<Witness> witnesses;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        Witness witness;
        witness.statement = statement_in(from, all);
        witness.request = request_in(from);
        witness.because = statement_in(from, all);
        witness.absent = texts_in(from);
        witness.via = value_in(from, access::Via::impossible_request);
        witness.note = from.text();
        if (witness.statement == nullptr) {
            from.fail();
        }
        witnesses.push_back(std::move(witness));
    }
    return witnesses;
}

// Either side, or neither.
void encode_direction(Encoder& to, const std::optional<access::Side>& side) {
    to.number(side ? 1 + static_cast<std::size_t>(*side) : 0);
}

std::optional<access::Side> direction_in(Decoder& from) {
    const std::size_t direction = from.below(1 + count_to(access::Side::after));
    return direction == 0 ? std::nullopt : std::optional(static_cast<access::Side>(direction - 1));
}

void encode_doubts(Encoder& to, const std::vector<Doubt>& doubts) {
    to.number(doubts.size());
    for (const Doubt& doubt : doubts) {
        encode_value(to, doubt.side);
        encode_statement(to, doubt.statement);
        to.text(doubt.reason);
        encode_direction(to, doubt.direction);
    }
}

std::vector<Doubt> doubts_in(Decoder& from, StandIns& all) {
    std::vector<Doubt> doubts;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        Doubt doubt;
        doubt.side = value_in(from, access::Side::after);
        doubt.statement = statement_in(from, all);
        doubt.reason = from.text();
        doubt.direction = direction_in(from);
        if (doubt.statement == nullptr) {
            from.fail();
        }
        doubts.push_back(std::move(doubt));
    }
    return doubts;
}

// FNV-1a: a short name for a file that says inside whose it is.
std::uint64_t digest_of(const timeline::PolicyKey& policy) {
    std::uint64_t digest = 0xcbf29ce484222325U;
    for (const std::string_view text :
         {std::string_view(policy.scope), std::string_view(":"), std::string_view(policy.name)}) {
        for (const char c : text) {
            digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        }
    }
    return digest;
}

} // namespace

std::string encoded(const Step& step) {
    Encoder to;
    const access::Access& access = step.access;
    encode_value(to, access.verdict);
    encode_value(to, access.denies.verdict);
    encode_value(to, access.overall);
    to.number(step.added).number(step.removed).text(step.summary);
    for (const auto* witnesses :
         {&access.gained, &access.lost, &access.denies.more, &access.denies.less}) {
        encode_witnesses(to, *witnesses);
    }
    for (const std::vector<std::string>& actions : step.actions) {
        encode_texts(to, actions);
    }
    encode_doubts(to, access.doubts);
    encode_doubts(to, access.denies.doubts);
    return to.bytes();
}

std::optional<Step> decoded_step(std::string_view bytes) {
    Decoder from(bytes);
    StandIns all;
    Step step;
    access::Access& access = step.access;
    access.verdict = value_in(from, access::Verdict::undecided);
    access.denies.verdict = value_in(from, access::DenialVerdict::undecided);
    access.overall = value_in(from, access::Verdict::undecided);
    step.added = from.number();
    step.removed = from.number();
    step.summary = from.text();
    for (auto* witnesses :
         {&access.gained, &access.lost, &access.denies.more, &access.denies.less}) {
        *witnesses = witnesses_in(from, all);
        step.actions.resize(step.actions.size() + witnesses->size());
    }
    for (std::vector<std::string>& actions : step.actions) {
        actions = texts_in(from);
    }
    access.doubts = doubts_in(from, all);
    access.denies.doubts = doubts_in(from, all);
    step.statements = all.all();
    return from.done() ? std::optional(std::move(step)) : std::nullopt;
}

Steps::Steps(std::string folder, timeline::PolicyKey policy)
    : folder_(std::move(folder)),
      policy_(std::move(policy)) {
    if (!folder_.empty()) {
        const auto file = read_file(path(), largest_file);
        if (file && *file) {
            read(**file);
        }
    }
}

std::string Steps::path() const {
    const std::string name = fmt::format("{:016x}", digest_of(policy_));
    return fmt::format("{}/steps/{}/{}", folder_, name.substr(0, 2), name.substr(2));
}

void Steps::read(std::string_view file) {
    if (!file.starts_with(title)) {
        return;
    }
    Decoder outer(file.substr(title.size()));
    const std::uint32_t expected = outer.word();
    const std::string_view body =
        file.substr(std::min(file.size(), title.size() + sizeof(expected)));
    if (!outer.good() || checksum(body) != expected) {
        return;
    }
    Decoder from(body);
    const bool ours =
        from.text() == engine && from.text() == policy_.scope && from.text() == policy_.name;
    std::map<Pair, std::string> steps;
    for (std::size_t left = ours ? from.count() : 0; left > 0 && from.good(); --left) {
        std::string before = from.hex();
        std::string after = from.hex();
        steps[{std::move(before), std::move(after)}] = from.text();
    }
    if (ours && from.done()) {
        steps_ = std::move(steps);
    }
}

std::optional<Step> Steps::find(const std::string& before, const std::string& after) const {
    const auto found = steps_.find({before, after});
    return found == steps_.end() ? std::nullopt : decoded_step(found->second);
}

void Steps::keep(const std::string& before, const std::string& after, const Step& step) {
    if (!folder_.empty()) {
        steps_[{before, after}] = encoded(step);
        changed_ = true;
    }
}

void Steps::save() const {
    if (!changed_) {
        return;
    }
    Encoder body;
    body.text(engine).text(policy_.scope).text(policy_.name).number(steps_.size());
    for (const auto& [documents, step] : steps_) {
        body.hex(documents.first).hex(documents.second).text(step);
    }
    Encoder head;
    head.word(checksum(body.bytes()));
    const std::string file = path();
    constexpr mode_t mode = 0700;
    mkdir((folder_ + "/steps").c_str(), mode);
    mkdir(file.substr(0, file.rfind('/')).c_str(), mode);
    auto output = Output::create(file);
    if (output) {
        output->append(title);
        output->append(head.bytes());
        output->append(body.bytes());
        static_cast<void>(output->place({}));
    }
}

} // namespace polhist::index
