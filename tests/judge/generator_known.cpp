// What profiles on AWS's own keys and ways of writing are made of.

#include "judge/generator.h"

namespace polhist::judge {

std::string Generator::known_key() {
    if (profile_ == Profile::instants) {
        return pick({"aws:EpochTime", "aws:CurrentTime"});
    }
    if (profile_ == Profile::known_arns) {
        return pick({"aws:SourceArn", "aws:SourceArn", "aws:PrincipalArn"});
    }
    return pick({"aws:SecureTransport",
                 "aws:SourceIp",
                 "aws:SourceIp",
                 "aws:SourceVpce",
                 "aws:TagKeys",
                 "k:t",
                 "k:i"});
}

std::string
Generator::known_value(std::string_view kind, std::string_view comparison, std::string_view key) {
    if (kind == "number") {
        return pick({"1577836800", "1609459200", "1640995200"});
    }
    if (kind == "date") {
        return pick({"2020-01-01T00:00:00Z", "1609459200", "2021-01-01", "2022-01-01T00:00:00Z"});
    }
    if (kind == "bool") {
        return pick({"true", "false"});
    }
    if (kind == "address") {
        return pick({"10.0.0.0/8",
                     "10.0.0.0/9",
                     "10.128.0.0/9",
                     "10.1.2.3",
                     "10.1.2.2/31",
                     "0.0.0.0/1",
                     "128.0.0.0/1",
                     "0.0.0.0/0",
                     "2001:db8::/32",
                     "2001:db8::/33",
                     "2001:db8:8000::/33",
                     "::/0"});
    }
    const bool arns = profile_ == Profile::known_arns;
    if (arns && one_in(4)) {
        const std::string other = key == "aws:PrincipalArn" ? "aws:SourceArn" : "aws:PrincipalArn";
        return "${" + (one_in(3) ? "k:v" : other) +
               pick({"}", "}", ", 'arn:aws:s:::a'}", ", 'arn:aws:iam::111111111111:user/a'}"});
    }
    if (kind == "arn") {
        return pick({"arn:aws:iam::111111111111:user/a",
                     "arn:aws:iam::*:user/*",
                     "arn:*:*:*:*:*",
                     "arn:*:iam::1*:*",
                     "arn:aws:iam::*:root",
                     "arn:aws:iam::*:role/a*",
                     "arn:aws:sts::*:assumed-role/*",
                     "arn:aws:s:::*",
                     "arn:aws:s::a*:*",
                     "arn:aws:s::a:*",
                     "arn:*:*::?*:*",
                     "arn:aws:iam"});
    }
    if (arns) {
        return comparison.find("Like") != std::string_view::npos
                   ? pick({"*", "arn:*", "arn:aws:iam::1*:*", "*user/a", "a*", "z*", "*:*:*:*"})
                   : pick({"", "a", "arn:aws:iam::111111111111:user/a", "arn:aws:s:::a"});
    }
    if (key == "aws:SourceIp" || key == "k:i") {
        return pick({"10.1.2.3", "10.*", "*", "2001:db8::1", "a", "10.0.0.0/8"});
    }
    return key == "aws:SecureTransport" || key == "k:t"
               ? pick({"true", "false", "TRUE", "a", "*", "t*"})
               : pick({"a", "b", "ab", "a*", "*b", "?"});
}

std::string Generator::short_resource() {
    return pick({"*",
                 "arn:*",
                 "arn:",
                 "arn:aws",
                 "arn:aws:s",
                 "arn:aws:s*",
                 "arn:aws:?",
                 "arn:*:s",
                 "arn:a*s",
                 "arn:aws:s:",
                 "arn:aws:s::a",
                 "arn:aws:s::*",
                 "arn:aws:s:::a",
                 "arn:aws:s:::*",
                 "arn:aws:execute-api",
                 "arn:*:execute-api:*:*:*/a/*",
                 "arn:aws:execute-api:*:*:*/a/b",
                 "execute-api:/*",
                 "execute-api:/a/*",
                 "execute-api:/a/b",
                 "execute-api:/?/a*"});
}

} // namespace polhist::judge
