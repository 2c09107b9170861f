// expected: deleted|implicitly-deleted
#include <utility>

#include <weightkin/reader/checkpoint.hpp>

weightkin::checkpoint pass_on(weightkin::checkpoint& opened) {
#ifdef MISUSE
  return opened;
#else
  return std::move(opened);
#endif
}
