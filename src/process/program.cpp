#include "process/program.h"

#include "core/descriptor.h"
#include "core/file.h"
#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

// POSIX has it in no header.
// NOLINTNEXTLINE(readability-redundant-declaration,cppcoreguidelines-avoid-non-const-global-variables)
extern char** environ;

namespace polhist::process {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_errors = std::size_t{16} * 1024;

struct Pipe {
    Descriptor out; // to read from
    Descriptor in;  // to write to
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return tl::make_unexpected(system_error("a pipe", "made"));
    }
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

bool is_open(const Descriptor& end) {
    return end.number() >= 0;
}

void set_nonblocking(const Descriptor& end) {
    fcntl(end.number(), F_SETFL, fcntl(end.number(), F_GETFL) | O_NONBLOCK);
}

std::vector<std::string> environment_of(const Command& command) {
    std::vector<std::string> all;
    for (char** at = environ; *at != nullptr; ++at) {
        const std::string_view entry(*at);
        const std::string_view name = entry.substr(0, entry.find('='));
        if (std::ranges::none_of(command.environment,
                                 [&](const auto& pair) { return pair.first == name; })) {
            all.emplace_back(entry);
        }
    }
    for (const auto& [name, value] : command.environment) {
        all.push_back(fmt::format("{}={}", name, value));
    }
    return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

struct Streams {
    Pipe input;
    Pipe output;
    Pipe errors;
    Pipe failure; // told why the program could not be started; closed when it was
};

Result<Streams> make_streams() {
    auto input = make_pipe();
    auto output = make_pipe();
    auto errors = make_pipe();
    auto failure = make_pipe();
    for (const auto* made : {&input, &output, &errors, &failure}) {
        if (!*made) {
            return tl::make_unexpected(made->error());
        }
    }
    return Streams{std::move(*input), std::move(*output), std::move(*errors), std::move(*failure)};
}

// In the child, where nothing may be allocated any more.
[[noreturn]] void become(const Streams& streams, char** words, char** variables) {
    setpgid(0, 0);
    dup2(streams.input.out.number(), STDIN_FILENO);
    dup2(streams.output.in.number(), STDOUT_FILENO);
    dup2(streams.errors.in.number(), STDERR_FILENO);
    std::signal(SIGPIPE, SIG_DFL);
    std::signal(SIGXFSZ, SIG_DFL);
    execvpe(words[0], words, variables); // NOLINT(cppcoreguidelines-pro-bounds-pointer-arithmetic)
    const int reason = errno;
    static_cast<void>(!write(streams.failure.in.number(), &reason, sizeof reason));
    _exit(127);
}

// A program that runs.
class Running {
public:
    Running(pid_t process, Streams streams, const Command& command)
        : process_(process),
          streams_(std::move(streams)),
          command_(command),
          end_(Clock::now() + command.patience) {}

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    Running(Running&&) = delete;
    Running& operator=(Running&&) = delete;

    ~Running() {
        if (!ended_) {
            stop();
        }
    }

    // Why it could not be started; nothing where it was.
    int reason_of_failure() {
        streams_.input.out.close();
        streams_.output.in.close();
        streams_.errors.in.close();
        streams_.failure.in.close();
        int reason = 0;
        const ssize_t size = read(streams_.failure.out.number(), &reason, sizeof reason);
        return size == static_cast<ssize_t>(sizeof reason) ? reason : 0;
    }

    Result<Outcome> finish() {
        for (const Descriptor* end :
             {&streams_.input.in, &streams_.output.out, &streams_.errors.out}) {
            set_nonblocking(*end);
        }
        while (is_open(streams_.output.out) || is_open(streams_.errors.out) || !ended_) {
            if (Clock::now() >= end_ && ended_) {
                kill(-process_, SIGKILL);
                break;
            }
            if (Clock::now() >= end_) {
                return failure(fmt::format("`{}` took over {} seconds and was stopped",
                                           command_.words.front(),
                                           command_.patience.count()));
            }
            exchange();
            if (outcome_.output.size() > command_.most) {
                return failure(fmt::format("`{}` printed over {} bytes and was stopped",
                                           command_.words.front(),
                                           command_.most));
            }
            look();
        }
        return std::move(outcome_);
    }

private:
    // Reads and writes what can be, waiting for it a little.
    void exchange() {
        if (written_ == command_.input.size() && is_open(streams_.input.in)) {
            streams_.input.in.close();
        }
        std::array<pollfd, 3> waiting{{{streams_.input.in.number(), POLLOUT, 0},
                                       {streams_.output.out.number(), POLLIN, 0},
                                       {streams_.errors.out.number(), POLLIN, 0}}};
        constexpr int a_moment = 50;
        poll(waiting.data(), waiting.size(), a_moment);
        if (waiting[0].revents != 0) {
            feed();
        }
        if (waiting[1].revents != 0) {
            drain(streams_.output.out, outcome_.output, command_.most + 1);
        }
        if (waiting[2].revents != 0) {
            drain(streams_.errors.out, outcome_.errors, most_errors);
        }
    }

    void feed() {
        const std::string_view rest = command_.input.substr(written_);
        const ssize_t count = write(streams_.input.in.number(), rest.data(), rest.size());
        if (count >= 0) {
            written_ += static_cast<std::size_t>(count);
        } else if (errno != EAGAIN && errno != EINTR) {
            streams_.input.in.close(); // it reads no more
        }
    }

    static void drain(Descriptor& from, std::string& to, std::size_t most) {
        std::array<char, 65536> block{};
        const ssize_t count = read(from.number(), block.data(), block.size());
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
            from.close();
        } else if (count > 0) {
            to.append(block.data(),
                      std::min(static_cast<std::size_t>(count), most - std::min(most, to.size())));
        }
    }

    // Sees whether it has ended. What it left behind may hold its output for a second.
    void look() {
        int status = 0;
        if (ended_ || waitpid(process_, &status, WNOHANG) != process_) {
            return;
        }
        ended_ = true;
        outcome_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        end_ = std::min(end_, Clock::now() + std::chrono::seconds(1));
        if (is_open(streams_.output.out) || is_open(streams_.errors.out)) {
            exchange();
        }
    }

    void stop() const {
        kill(-process_, SIGKILL);
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }

    pid_t process_;
    Streams streams_;
    const Command& command_;
    Clock::time_point end_;
    Outcome outcome_;
    std::size_t written_ = 0;
    bool ended_ = false;
};

} // namespace

Result<Outcome> run(const Command& command) {
    std::vector<std::string> words = command.words;
    std::vector<std::string> variables = environment_of(command);
    const std::vector<char*> word_pointers = pointers_to(words);
    const std::vector<char*> variable_pointers = pointers_to(variables);
    auto streams = make_streams();
    if (!streams) {
        return tl::make_unexpected(std::move(streams.error()));
    }
    const pid_t process = fork();
    if (process < 0) {
        return tl::make_unexpected(system_error(command.words.front(), "started"));
    }
    if (process == 0) {
        become(*streams,
               const_cast<char**>(word_pointers.data()),      // NOLINT: as exec wants it
               const_cast<char**>(variable_pointers.data())); // NOLINT
    }
    Running running(process, std::move(*streams), command);
    if (const int reason = running.reason_of_failure(); reason != 0) {
        return failure(fmt::format("`{}` cannot be started: {}",
                                   command.words.front(),
                                   std::strerror(reason))); // NOLINT(concurrency-mt-unsafe)
    }
    return running.finish();
}

std::string first_line(std::string_view text) {
    constexpr std::size_t longest = 300;
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) {
        return {};
    }
    text.remove_prefix(start);
    return visible(text.substr(0, std::min(text.find_first_of("\r\n"), longest)));
}

} // namespace polhist::process
