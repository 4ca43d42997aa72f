// NDJSON in, NDJSON out: a filter that other tools can split and spread.

#pragma once

#include "cli/command.h"
#include "json/tree.h"
#include "json/writer.h"

#include <functional>

namespace polhist::cli {

struct BatchAnswers {
    // Writes the fields of an answer to one line into an object that holds its `id` already.
    std::function<Result<void>(json::Value line, json::Writer& writer)> answer;

    // Takes in a line that needs no answer; nothing for one that does. May be missing.
    std::function<std::optional<Result<void>>(json::Value line)> silent{};

    // A shorter line with the same answer, which is tried first: if it gives an error, the line is
    // answered as it came. May be missing; else it is asked for each line.
    std::function<std::optional<std::string>(std::string_view line)> shorten{};
};

// Answers each line of standard input with one object, in order: `{"id":…,` and the fields, or
// `{"id":…,"error":"…"}`. A bad line never stops the others; the status is then trouble in the end.
// Blank lines give nothing. `status` is asked after the last line.
//
// On standard output an answer is written before more input is waited for, so a program that writes
// one line and waits gets its answer. Answers to lines that came together are written together.
ExitStatus run_batch(const Session& session,
                     const BatchAnswers& answers,
                     const std::function<ExitStatus()>& status);

} // namespace polhist::cli
