// expected: convert|viable
#include <weightkin/core/result.hpp>

weightkin::result<double> measure();

double twice() {
#ifdef MISUSE
  const double value = measure();
#else
  const double value = measure().value();
#endif
  return 2 * value;
}
