// How the catalogue's facts enter the judging of calls: which legs a call has and which keys they carry.
#pragma once

#include <vector>

#include "access/request.h"
#include "catalog/catalog.h"
#include "reference/reference.h"

namespace berm::reference {

// Answers by the catalogue. A key or action that it does not know (`unchecked`) counts as carried. Copies share what
// they remember: not for several threads at once.
Carries carries_by(const catalog::Catalog& catalog);

// A call that names no resource, as the calls it stands for: one on each resource type of its action, with a made-up
// ARN. AWS authorises every leg of a call; the call is denied where one leg is. A call that names one stays as it is.
std::vector<access::Request> legs(const access::Request& request, const catalog::Catalog& catalog);

}  // namespace berm::reference
