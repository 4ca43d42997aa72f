// A clock, a source and sinks that tests decide about, and a real store.

#pragma once

#include "folder.h"
#include "ingest/file.h"
#include "store/store.h"
#include "watch/run.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

namespace polhist::watch {

// What a sink got, and what it says to it.
struct FakeSink {
    std::vector<Letter> letters;
    std::size_t room = SIZE_MAX; // how many more it accepts
    Delivery refusal{false, "fake: down"};
};

class FakeWorld {
public:
    FakeWorld()
        : path_(folder_ / "store"),
          store_(store::Store::open(path_, store::Access::writing).value()),
          book_(path_) {
        subscription.name = "w";
        subscription.id = "00000001";
        subscription.source = "fake:";
        subscription.schedule = "17 * * * *";
        subscription.sinks = {"one"};
        subscription.on = {"any"};
        for (int i = 0; i < 20; ++i) {
            put("Filler" + std::to_string(i), "s3:GetObject");
        }
    }

    // The source has a policy that allows an action, or several with commas between.
    void put(const std::string& name, const std::string& actions) {
        std::string list;
        for (std::size_t start = 0; start <= actions.size();) {
            const std::size_t end = std::min(actions.find(',', start), actions.size());
            list += (list.empty() ? "\"" : ",\"") + actions.substr(start, end - start) + "\"";
            start = end + 1;
        }
        policies[name] = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)" +
                         list + R"(],"Resource":"*"}]})";
    }

    // A version of a policy as `get-policy-version` gives it.
    void put_version(const std::string& name,
                     const std::string& id,
                     const std::string& created,
                     const std::string& action) {
        put(name, action);
        policies[name] = R"({"PolicyVersion":{"Document":)" + policies[name] + R"(,"VersionId":")" +
                         id + R"(","IsDefaultVersion":true,"CreateDate":")" + created + R"("}})";
    }

    bool run(RunOptions options = {}) {
        if (!book_.has("w")) {
            REQUIRE(book_.write(subscription));
        }
        options.program = "polhist";
        troubles.clear();
        now.microseconds += 60'000'000;
        return watch::run({store_, book_, subscription, world()}, options);
    }

    // The headlines that a sink got since it was asked last.
    std::string told(const std::string& sink = "one") {
        std::string text;
        for (const Letter& letter : sinks[sink].letters) {
            text += (text.empty() ? "" : " | ") + letter.headline;
        }
        sinks[sink].letters.clear();
        return text;
    }

    [[nodiscard]] std::size_t commits() const {
        std::size_t count = 0;
        std::string log;
        const std::string command = "git -C '" + path_ + "' rev-list --count main";
        FILE* pipe = popen(command.c_str(), "r");
        REQUIRE(pipe != nullptr);
        REQUIRE(fscanf(pipe, "%zu", &count) == 1);
        pclose(pipe);
        return count;
    }

    store::Store& store() { return store_; }

    Book& book() { return book_; }

    Subscription subscription;
    std::map<std::string, std::string> policies;
    std::string broken;     // why the source fails; empty where it does not
    std::string unfinished; // why the source ended early; empty where it did not
    bool has_marks = false;
    std::string memory;                            // that the source gives
    std::string remembered;                        // that it was given
    std::size_t fetches = 0;                       // that gave something
    timeline::PolicyKey asked{"local", "Filler3"}; // the source asks what is known of it
    std::size_t known = 0;                         // how many versions then
    Instant now{1'600'000'000'000'000};
    std::map<std::string, FakeSink> sinks;
    std::vector<std::string> troubles;
    std::vector<std::string> notes;

private:
    class Reader final : public Source {
    public:
        explicit Reader(FakeWorld& world) : world_(world) {}

        Result<Fetched> fetch(const FetchOptions& options) override {
            if (!world_.broken.empty()) {
                return failure(world_.broken);
            }
            std::string mark;
            Fetched fetched{ingest::Imported{}};
            for (const auto& [name, text] : world_.policies) {
                mark += name + text;
                auto read = ingest::read_file({name, text}, name, ingest_options(options));
                if (!read) {
                    fetched.imported->rejected.push_back({"fake", name, read.error().message});
                    continue;
                }
                move(read->claims.versions, fetched.imported->claims.versions);
                move(read->claims.forms, fetched.imported->claims.forms);
                move(read->claims.observations, fetched.imported->claims.observations);
            }
            fetched.mark = world_.has_marks ? mark : "";
            fetched.unfinished = world_.unfinished;
            fetched.memory = world_.memory;
            world_.remembered = options.memory;
            world_.known = options.known(world_.asked).size();
            if (!mark.empty() && mark == options.mark) {
                fetched.imported.reset();
            } else {
                ++world_.fetches;
            }
            return fetched;
        }

    private:
        template <typename T>
        static void move(std::vector<T>& from, std::vector<T>& to) {
            to.insert(to.end(), from.begin(), from.end());
        }

        FakeWorld& world_;
    };

    class Mailbox final : public Sink {
    public:
        explicit Mailbox(FakeSink& sink) : sink_(sink) {}

        Delivery send(const Letter& letter) override {
            if (sink_.room == 0) {
                return sink_.refusal;
            }
            --sink_.room;
            sink_.letters.push_back(letter);
            return {true};
        }

    private:
        FakeSink& sink_;
    };

    World& world() {
        world_.now = [this] { return now; };
        world_.chance = [] { return 0.0; };
        world_.source = [this](const std::string&) -> Result<std::unique_ptr<Source>> {
            return std::make_unique<Reader>(*this);
        };
        world_.sink = [this](const std::string& spec, bool) -> Result<std::unique_ptr<Sink>> {
            return std::make_unique<Mailbox>(sinks[spec]);
        };
        world_.note = [this](const std::string& message) { notes.push_back(message); };
        world_.trouble = [this](const std::string& message) { troubles.push_back(message); };
        return world_;
    }

    TestFolder folder_;
    std::string path_;
    store::Store store_;
    Book book_;
    World world_;
};

} // namespace polhist::watch
