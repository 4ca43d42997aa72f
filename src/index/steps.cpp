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
constexpr std::size_t verdicts = static_cast<std::size_t>(access::Verdict::undecided) + 1;
constexpr std::string_view title = "polhist steps 1\n";

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

void encode_request(Encoder& to, const Request& request) {
    to.text(request.action).text(request.resource).number(request.context.size());
    for (const auto& [key, values] : request.context) {
        to.text(key).number(values.size());
        for (const std::string& value : values) {
            to.text(value);
        }
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
        std::vector<std::string>& values = request.context[std::string(from.text())];
        for (std::size_t more = from.count(); more > 0 && from.good(); --more) {
            values.emplace_back(from.text());
        }
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
        to.number(static_cast<std::size_t>(witness.via));
    }
}

std::vector<Witness> witnesses_in(Decoder& from, StandIns& all) {
    std::vector<Witness> witnesses;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        Witness witness;
        witness.statement = statement_in(from, all);
        witness.request = request_in(from);
        witness.because = statement_in(from, all);
        witness.via = static_cast<access::Via>(from.below(4));
        if (witness.statement == nullptr) {
            from.fail();
        }
        witnesses.push_back(std::move(witness));
    }
    return witnesses;
}

std::vector<Doubt> doubts_in(Decoder& from, StandIns& all) {
    std::vector<Doubt> doubts;
    for (std::size_t left = from.count(); left > 0 && from.good(); --left) {
        Doubt doubt;
        doubt.side = from.below(2) == 0 ? access::Side::before : access::Side::after;
        doubt.statement = statement_in(from, all);
        doubt.reason = from.text();
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
    to.number(static_cast<std::size_t>(step.access.verdict));
    to.number(step.added).number(step.removed).text(step.summary);
    encode_witnesses(to, step.access.gained);
    encode_witnesses(to, step.access.lost);
    to.number(step.access.doubts.size());
    for (const Doubt& doubt : step.access.doubts) {
        to.number(doubt.side == access::Side::before ? 0 : 1);
        encode_statement(to, doubt.statement);
        to.text(doubt.reason);
    }
    return to.bytes();
}

std::optional<Step> decoded_step(std::string_view bytes) {
    Decoder from(bytes);
    StandIns all;
    Step step;
    step.access.verdict = static_cast<access::Verdict>(from.below(verdicts));
    step.added = from.number();
    step.removed = from.number();
    step.summary = from.text();
    step.access.gained = witnesses_in(from, all);
    step.access.lost = witnesses_in(from, all);
    step.access.doubts = doubts_in(from, all);
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
