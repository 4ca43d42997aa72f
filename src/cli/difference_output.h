// How `diff` tells what it found, in each of its formats.

#pragma once

#include "cli/gate.h"
#include "cli/operands.h"

#include <string>

namespace polhist::cli {

// What the options of `diff` ask for beside `--format`.
struct DiffForm {
    bool stat = false;
    bool text = false;
    std::string comment; // the name of a comment; empty for none
};

// What became of the gate.
struct Outcome {
    const Gate& gate;
    ExitStatus status;
};

// Whether the form goes with the format; the error says what to leave out.
Result<void> check_form(const Session& session, const DiffForm& form, bool batch);

// The exit status; says which level was applied, and what could not be read.
ExitStatus judge(const Compared& compared, const Gate& gate, const Session& session);

std::string told(const Session& session,
                 const DiffForm& form,
                 const Compared& compared,
                 const Outcome& outcome);

// What a tool is to read where nothing was compared; empty in formats for which standard error
// says enough.
std::string failure_report(const Session& session, const Error& error);

// In the format for GitHub, adds the comparison as Markdown to the file of GITHUB_STEP_SUMMARY,
// when that is set.
Result<void> add_step_summary(const Session& session, const Compared& compared);

} // namespace polhist::cli
