#pragma once
// The part of ankerl::unordered_dense that the worker uses, on the standard containers: same interface, stabler iterators, and
// nothing to download.
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense {

template <class Key, class Enable = void>
struct hash : std::hash<Key> {};

template <class Key, class Value, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using map = std::unordered_map<Key, Value, Hash, Equal>;

template <class Key, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using set = std::unordered_set<Key, Hash, Equal>;

} // namespace ankerl::unordered_dense
