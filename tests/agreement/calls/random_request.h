// Requests with whatever keys and values, near those that random rules ask for.
#pragma once

#include <random>

#include "access/request.h"

namespace berm::agreement {

// Global keys, keys that some legs carry, and one that nobody knows.
inline constexpr const char* kKeyNames[] = {"aws:requestedregion", "aws:principaltag/team",
                                            "aws:requesttag/team", "aws:resourcetag/team",
                                            "ec2:instancetype",    "s3:prefix",
                                            "aws:tagkeys",         "aws:multifactorauthpresent",
                                            "aws:sourceip",        "aws:currenttime",
                                            "aws:principalarn",    "resource.arn",
                                            "s3:authtype",         "ec2:region",
                                            "unheard:of",          "aws:multifactorauthage",
                                            "kms:viaservice",      "aws:principalorgpaths",
                                            "ec2:volumetype",      "s3:resourceaccount"};

inline constexpr const char* kTexts[] = {"a",
                                         "A",
                                         "b",
                                         "a*c",
                                         "?",
                                         "*",
                                         "team-?",
                                         "",
                                         "true",
                                         "False",
                                         "1",
                                         "1.0",
                                         "10",
                                         "1e1",
                                         "-1",
                                         "10.0.0.0/8",
                                         "10.1.2.3",
                                         "2001:db8::1",
                                         "0.0.0.0/0",
                                         "2026-01-01T00:00:00Z",
                                         "1767225600",
                                         "arn:aws:iam::111122223333:role/admin",
                                         "arn:aws:iam::*:role/*",
                                         "arn:aws:s3:::data/team/a",
                                         "arn:aws:s3:::data/*",
                                         "arn:*:*:*:*:*",
                                         "a:b:c",
                                         "\xC3\xA9t\xC3\xA9",
                                         "t?"};

access::Request random_request(std::mt19937_64& random);

}  // namespace berm::agreement
