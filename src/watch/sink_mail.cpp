#include "process/program.h"
#include "watch/mail.h"
#include "watch/sink.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <unistd.h>

namespace polhist::watch {
namespace {

// Cron's PATH leaves out the folder that Debian and others keep it in.
std::string sendmail() {
    if (const char* path = std::getenv("PATH")) { // NOLINT(concurrency-mt-unsafe): one thread
        for (std::string_view rest = path; !rest.empty();) {
            const std::size_t end = std::min(rest.find(':'), rest.size());
            std::string found = fmt::format("{}/sendmail", rest.substr(0, end));
            if (end > 0 && ::access(found.c_str(), X_OK) == 0) {
                return found;
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    for (const char* found :
         {"/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/local/sbin/sendmail"}) {
        if (::access(found, X_OK) == 0) {
            return found;
        }
    }
    return {};
}

class MailSink final : public Sink {
public:
    explicit MailSink(std::string address) : address_(std::move(address)) {}

    Delivery send(const Letter& letter) override {
        const std::string program = sendmail();
        if (program.empty()) {
            return {false, "mail: there is no sendmail; install a mail transfer agent"};
        }
        const std::string mail = mail_of(letter, address_);
        process::Command command;
        command.words = {program, "-i", address_};
        command.input = mail;
        const auto outcome = process::run(command);
        if (!outcome) {
            return {false, "mail: " + outcome.error().message};
        }
        return {outcome->status == 0,
                outcome->status == 0 ? ""
                                     : fmt::format("mail: sendmail ended with status {}: {}",
                                                   outcome->status,
                                                   process::first_line(outcome->errors))};
    }

private:
    std::string address_;
};

} // namespace

Result<std::unique_ptr<Sink>> make_mail_sink(const SinkOptions& options) {
    if (!is_address(options.rest)) {
        return failure(fmt::format("`{}` is no address of mail", options.rest));
    }
    return std::make_unique<MailSink>(options.rest);
}

} // namespace polhist::watch
