// Lists that hold each item once, in the order of its first coming.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace berm {

template <class T>
void add_once(std::vector<T>& list, T item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
}

template <class T>
void add_missing(std::vector<T>& list, const std::vector<T>& more) {
  for (const T& item : more) add_once(list, item);
}

}  // namespace berm
