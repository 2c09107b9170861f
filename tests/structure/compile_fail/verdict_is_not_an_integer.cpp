// expected: convert|viable|cannot initialize
#include <weightkin/lineage/verdict.hpp>

bool found(weightkin::verdict ruling) {
#ifdef MISUSE
  const int number = ruling;
#else
  const int number = static_cast<int>(ruling);
#endif
  return number <= 5;
}
