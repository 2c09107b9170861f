// expected: unused-result
#include <weightkin/reader/checkpoint.hpp>

void call() {
#ifdef MISUSE
  weightkin::checkpoint::open("model.safetensors");
#else
  (void)weightkin::checkpoint::open("model.safetensors").has_value();
#endif
}
