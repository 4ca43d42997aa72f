// What a run meets outside: time, chance, the source and the sinks. Tests have their own.

#pragma once

#include "watch/sink.h"
#include "watch/source.h"

#include <functional>
#include <memory>
#include <string>

namespace polhist::watch {

struct World {
    std::function<Instant()> now;
    std::function<double()> chance; // from 0 to 1
    std::function<Result<std::unique_ptr<Source>>(const std::string& spec)> source;
    std::function<Result<std::unique_ptr<Sink>>(const std::string& spec, bool allow_private)> sink;
    std::function<void(const std::string& message)> note;    // good to know
    std::function<void(const std::string& message)> trouble; // what went wrong: a finished line
};

// The real one, but for `note` and `trouble`.
World real_world();

} // namespace polhist::watch
