// Where alerts go. To add a kind of sink: a file `sink_KIND.cpp` and a row in `sinks.cpp`.

#pragma once

#include "watch/message.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace polhist::watch {

// What became of a letter.
struct Delivery {
    bool accepted = false;
    std::string error = {}; // why not; a finished line without secrets
    std::optional<std::chrono::seconds> retry_after = {};
    bool of_letter = false; // the letter was refused, not the sink at fault: others may go through
};

class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    Sink(Sink&&) = delete;
    Sink& operator=(Sink&&) = delete;
    virtual ~Sink() = default;

    // Hands over one letter. Never throws, never waits for ever.
    virtual Delivery send(const Letter& letter) = 0;
};

struct SinkOptions {
    std::string rest; // of `KIND:REST`
    bool allow_private = false;
};

// A sink from how the user wrote it. An error says what is wrong with that.
Result<std::unique_ptr<Sink>> make_sink(const std::string& spec, bool allow_private);

// One for each kind.
Result<std::unique_ptr<Sink>> make_stdout_sink(const SinkOptions& options);
Result<std::unique_ptr<Sink>> make_file_sink(const SinkOptions& options);
Result<std::unique_ptr<Sink>> make_mail_sink(const SinkOptions& options);
Result<std::unique_ptr<Sink>> make_webhook_sink(const SinkOptions& options);
Result<std::unique_ptr<Sink>> make_slack_sink(const SinkOptions& options);
Result<std::unique_ptr<Sink>> make_exec_sink(const SinkOptions& options);

} // namespace polhist::watch
