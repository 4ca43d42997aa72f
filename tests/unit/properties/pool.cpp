#include "properties/pool.h"

#include "bundled/bundled.h"
#include "policy/envelope.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <string_view>

namespace polhist::properties {
namespace {

// What no shipped document has: Deny, Not-lists, principals, one key in two letter cases, numbers.
constexpr std::string_view written[] = {
    R"({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "NotAction": ["iam:*", "sts:AssumeRole", "s3:get*"], "Resource": "*"},
        {"Effect": "Deny", "Action": ["s3:Delete*", "s3:Put*"],
         "NotResource": ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
         "Condition": {"StringNotEquals": {"aws:x": ["1", "2"], "AWS:X": ["3"]},
                       "NumericLessThan": {"s3:max-keys": [10, "7", 2.5]}}}]})",
    R"({"Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ["111122223333", "arn:aws:iam::1:role/r"],
         "Service": "ec2.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"],
         "Condition": {"Bool": {"aws:SecureTransport": true}}},
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["b", "a"], "Federated": "c"}, "Action": "*"},
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
         "Resource": ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::A", "arn:aws:s3:::a"]}]})",
    R"({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["a:x", "a:y", "a:z"], "Resource": ["arn:1", "arn:2"]},
        {"Effect": "Allow", "Action": ["a:x", "a:q"], "Resource": ["arn:2", "arn:3"]},
        {"Effect": "Allow", "Action": ["a:x", "a:q"], "Resource": ["arn:2", "arn:3"],
         "Condition": {"Null": {"aws:y": false}, "StringLike": {"aws:z": ["*", ""]}}},
        {"Effect": "Deny", "Action": ["a:x"], "Resource": "*"}]})",
    R"({"Version": "2012-10-17", "Statement":
        {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"}})",
};

void add(std::vector<Sample>& samples, std::string name, std::string_view text) {
    auto envelope = policy::read_any({name, text});
    const std::string trouble = envelope ? "" : envelope.error().message;
    REQUIRE(trouble == "");
    samples.push_back({std::move(name), std::move(envelope->document)});
}

// How much of the real history is taken: all of the sample, or as much as POLHIST_TEST_SAMPLES says
// where the program is slow, as it is with sanitizers.
unsigned long most_of_history() {
    const char* said = std::getenv("POLHIST_TEST_SAMPLES"); // NOLINT(concurrency-mt-unsafe)
    if (said == nullptr) {
        return std::numeric_limits<unsigned long>::max();
    }
    const unsigned long most = std::strtoul(said, nullptr, 10);
    MESSAGE("only " << most << " documents of the real history are tried");
    return most;
}

void add_history(std::vector<Sample>& samples) {
    const std::string path = POLHIST_TEST_HISTORY;
    if (path.empty()) {
        MESSAGE("no ../shared/corpus/policies-history.bundle: real history is skipped");
        return;
    }
    std::ifstream file(path);
    REQUIRE(file.good());
    const unsigned long most = most_of_history();
    std::string line;
    for (unsigned long number = 1; number <= most && std::getline(file, line); ++number) {
        add(samples, "history:" + std::to_string(number), line);
    }
}

std::vector<Sample> load() {
    std::vector<Sample> samples;
    for (const bundled::File& file : bundled::files()) {
        if (file.path.find("/20") != std::string_view::npos) {
            add(samples, std::string(file.path), file.bytes);
        }
    }
    REQUIRE(samples.size() >= 8);
    for (const std::string_view text : written) {
        add(samples, "written:" + std::to_string(samples.size()), text);
    }
    add_history(samples);
    return samples;
}

} // namespace

const std::vector<Sample>& pool() {
    static const std::vector<Sample> samples = load();
    return samples;
}

policy::Document read_back(const std::string& text) {
    auto envelope = policy::read_any({"rewritten", text});
    const std::string trouble = envelope ? "" : envelope.error().message;
    CAPTURE(text);
    REQUIRE(trouble == "");
    return std::move(envelope->document);
}

} // namespace polhist::properties
