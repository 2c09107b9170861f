// expected: unused-result
#include <weightkin/core/result.hpp>

weightkin::result<int> measure();

void call() {
#ifdef MISUSE
  measure();
#else
  if (measure()) return;
#endif
}
