#include "cli/batch.h"

#include "cli/line_reader.h"
#include "cli/output.h"

#include <fmt/format.h>

namespace polhist::cli {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t write_at =
    std::size_t{256} * 1024; // bytes of output that are written at once

void write_id(json::Writer& writer, const std::optional<Value>& id) {
    writer.key("id");
    if (!id) {
        writer.null();
    } else {
        json::write(writer, *id);
    }
}

// The `id` of a line, where it has one that can be given back.
std::optional<Value> id_of(const Value& line) {
    const auto id = line.find("id");
    const bool usable = id && (id->kind() == Kind::string || id->kind() == Kind::number);
    return usable ? id : std::nullopt;
}

std::string answer_with_error(const std::optional<Value>& id, std::string_view error) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    write_id(writer, id);
    writer.key("error").string(error).end_object();
    return out;
}

struct Answered {
    std::string object; // empty for a line that gives none
    bool good = true;
};

Answered answer_line(const json::Source& source, const BatchAnswers& answers) {
    const auto tree = json::Tree::parse(source);
    if (!tree) {
        return {answer_with_error(std::nullopt, tree.error().message), false};
    }
    const Value line = tree->root();
    if (line.kind() != Kind::object) {
        return {answer_with_error(std::nullopt,
                                  json::error_at(line, "a line must be an object").message),
                false};
    }
    if (const auto taken = answers.silent ? answers.silent(line) : std::nullopt) {
        return *taken ? Answered{}
                      : Answered{answer_with_error(id_of(line), taken->error().message), false};
    }
    const auto id = id_of(line);
    if (!id) {
        return {
            answer_with_error(
                std::nullopt,
                json::error_at(line, "the line has no `id` that is a string or a number").message),
            false};
    }
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    write_id(writer, id);
    if (const auto written = answers.answer(line, writer); !written) {
        return {answer_with_error(id, written.error().message), false};
    }
    writer.end_object();
    return {std::move(out), true};
}

Answered answer_line_or_shorter(const json::Source& source, const BatchAnswers& answers) {
    if (const auto shorter = answers.shorten ? answers.shorten(source.text) : std::nullopt) {
        Answered answered = answer_line({source.name, *shorter}, answers);
        if (answered.good) {
            return answered;
        }
    }
    return answer_line(source, answers);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

// Answers that are not written yet. A file gets all of them at the end, as one.
class Pending {
public:
    explicit Pending(const Session& session) : to_stdout_(session.output.empty()) {}

    void add(std::string_view object) {
        text_ += object;
        text_ += object.empty() ? "" : "\n";
    }

    // Writes what is there to standard output, where there is much or the reader may wait for it.
    Result<void> write(bool at_once) {
        if (!to_stdout_ || text_.empty() || (!at_once && text_.size() < write_at)) {
            return {};
        }
        auto written = write_stdout(text_);
        text_.clear();
        return written;
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
    bool to_stdout_;
};

} // namespace

ExitStatus run_batch(const Session& session,
                     const BatchAnswers& answers,
                     const std::function<ExitStatus()>& status) {
    LineReader lines;
    Pending pending(session);
    std::size_t number = 0;
    bool all_good = true;
    while (true) {
        if (const auto written = pending.write(!lines.has_line()); !written) {
            return trouble(written.error());
        }
        const auto line = lines.next();
        if (!line) {
            return trouble(line.error());
        }
        if (!*line) {
            break;
        }
        ++number;
        if (is_blank((*line)->text)) {
            continue;
        }
        const std::string name = fmt::format("stdin line {}", number);
        const Answered answered =
            (*line)->too_long
                ? Answered{answer_with_error(std::nullopt, name + ": over 16 MiB"), false}
                : answer_line_or_shorter({name, (*line)->text}, answers);
        all_good = all_good && answered.good;
        pending.add(answered.object);
    }
    if (!all_good) {
        session.note("some lines could not be answered; each says why");
    }
    return session.emit(pending.text(), all_good ? status() : ExitStatus::trouble);
}

} // namespace polhist::cli
