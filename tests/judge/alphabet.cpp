#include "judge/alphabet.h"

#include "judge/pattern.h"

#include <algorithm>
#include <utility>

namespace polhist::judge {

Texts words(const std::string& alphabet, std::size_t longest) {
    Texts all{""};
    for (std::size_t from = 0, length = 0; length < longest; ++length) {
        const std::size_t to = all.size();
        for (; from < to; ++from) {
            for (const char letter : alphabet) {
                all.push_back(all[from] + letter);
            }
        }
    }
    return all;
}

const Texts& all_actions() {
    static const Texts actions = [] {
        Texts all;
        for (const std::string& service : words("sz", 2)) {
            for (const std::string& name : words("abz", 4)) {
                if (!service.empty() && !name.empty()) {
                    all.push_back(service);
                    all.back().append(":").append(name);
                }
            }
        }
        for (const std::string& name : words("abz", 2)) {
            if (!name.empty()) {
                all.push_back("kms:" + name);
            }
        }
        return all;
    }();
    return actions;
}

namespace {

Texts make_resources(std::size_t longest) {
    Texts all{"*"};
    for (const char* head : {"aws:s", "z:s", "aws:z", "z:z"}) {
        const bool usual = all.size() == 1;
        for (const char* account : {"", "a", "b", "z"}) {
            for (const std::string& rest : words("abz:", usual ? longest : longest - 2)) {
                if (!rest.empty()) {
                    all.push_back(std::string("arn:") + head + "::" + account + ':' + rest);
                }
            }
        }
    }
    return all;
}

} // namespace

const Texts& all_resources(bool few) {
    static const Texts many = make_resources(4);
    static const Texts some = make_resources(3);
    return few ? some : many;
}

const std::vector<Name>& all_callers() {
    static const std::vector<Name> names = [] {
        std::vector<Name> all{{"AWS", "anonymous"},
                              {"Service", "a.amazonaws.com"},
                              {"Service", "b.amazonaws.com"},
                              {"Service", "z.amazonaws.com"},
                              {"Federated", "a.example.com"},
                              {"Federated", "z.example.com"},
                              {"CanonicalUser", "a"},
                              {"CanonicalUser", "z"}};
        for (const char* account : {"111111111111", "222222222222", "333333333333"}) {
            for (const char* rest : {"root", "user/a", "user/z"}) {
                all.push_back({"AWS", std::string("arn:aws:iam::") + account + ':' + rest});
            }
            for (const char* rest : {"assumed-role/a/x",
                                     "assumed-role/a/z",
                                     "assumed-role/b/x",
                                     "assumed-role/b/z",
                                     "assumed-role/z/z",
                                     "federated-user/a",
                                     "federated-user/z"}) {
                all.push_back({"AWS", std::string("arn:aws:sts::") + account + ':' + rest});
            }
        }
        return all;
    }();
    return names;
}

bool is_arn(std::string_view text) {
    const Texts fields = fields_of(text);
    return fields.size() == 6 && fields[0] == "arn" && !fields[5].empty();
}

namespace {

// A text with what stands for each variable where it has no value.
std::string with_fallbacks(const std::string& pattern) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const std::size_t close =
            pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
        if (close == std::string::npos) {
            text += pattern[at];
            continue;
        }
        const std::string inside = pattern.substr(at, close - at);
        if (const std::size_t quote = inside.find('\''); quote != std::string::npos) {
            text += inside.substr(quote + 1, inside.rfind('\'') - quote - 1);
        }
        at = close;
    }
    return text;
}

} // namespace

Texts literals_of(const std::string& pattern) {
    Texts found{pattern, with_fallbacks(pattern)};
    for (const auto& [star, variable] :
         {std::pair{"", ""}, {"z", "z"}, {"", "b"}, {"a", "z"}, {"z", "ab"}}) {
        std::string text;
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const std::size_t close =
                pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
            if (close != std::string::npos) {
                const std::string inside = pattern.substr(at + 2, close - at - 2);
                text += inside.size() == 1 ? inside : variable;
                at = close;
            } else if (pattern[at] == '*') {
                text += star;
            } else {
                text += pattern[at] == '?' ? 'z' : pattern[at];
            }
        }
        found.push_back(std::move(text));
    }
    return found;
}

void sort_unique(Texts& texts) {
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

const Texts& numbers() {
    static const Texts all{"-1", "0", "0.5", "1", "1.0", "1.5", "2", "2.5", "3", "4"};
    return all;
}

const Texts& dates() {
    static const Texts all{"2019-06-01T00:00:00Z",
                           "2020-01-01T00:00:00Z",
                           "2020-06-01T00:00:00Z",
                           "2021-01-01T00:00:00Z",
                           "1609459200",
                           "2021-06-01T00:00:00Z",
                           "2022-01-01T00:00:00+02:00",
                           "2022-01-01T00:00:00Z",
                           "2022-06-01T00:00:00Z"};
    return all;
}

const Texts& epochs() {
    static const Texts all{"1559347200",
                           "1577836800",
                           "1590969600",
                           "1609459200",
                           "1622505600",
                           "1640988000",
                           "1640995200",
                           "1654041600"};
    return all;
}

const Texts& addresses() {
    static const Texts all{"10.0.0.1",
                           "10.1.0.1",
                           "10.1.2.2",
                           "10.1.2.3",
                           "10.200.0.1",
                           "11.0.0.1",
                           "200.0.0.1",
                           "2001:db8::1",
                           "2001:db8:1::1",
                           "2001:db8:8000::1",
                           "2002::1",
                           "::1"};
    return all;
}

const Texts& arns() {
    static const Texts all = [] {
        Texts found;
        for (const char* partition : {"aws", "z"}) {
            for (const char* service : {"s", "z"}) {
                for (const char* account : {"", "a", "z"}) {
                    for (const char* rest :
                         {"a", "b", "z", "aa", "az", "a:b", "a:z", "z:z", "zb"}) {
                        found.push_back(std::string("arn:") + partition + ':' + service +
                                        "::" + account + ':' + rest);
                    }
                }
            }
        }
        return found;
    }();
    return all;
}

} // namespace polhist::judge
