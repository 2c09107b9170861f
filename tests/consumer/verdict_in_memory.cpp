/// A user's program: two models held in memory, a verdict, nothing but installed headers.
#include <cstdint>
#include <cstdio>
#include <random>
#include <span>
#include <vector>

#include <weightkin/weightkin.hpp>

int main() {
  std::mt19937 generator(1);
  std::normal_distribution<float> weight(0.0F, 0.02F);
  std::vector<float> values(128 * 64);
  for (float& value : values)
    value = weight(generator);
  const std::vector<std::uint64_t> shape{128, 64};
  weightkin::tensor_view tensor;
  tensor.name = "layers.0.mlp.up_proj.weight";
  tensor.shape = shape;
  tensor.data = std::as_bytes(std::span(values)).data();
  const std::vector<weightkin::tensor_view> model{tensor};

  const auto answer = weightkin::compare(model, model);
  if (!answer) {
    std::fprintf(stderr, "%s\n", answer.error().message.c_str());
    return 2;
  }
  const auto name = weightkin::name_of(answer->overall);
  std::printf("weightkin %s: %.*s\n", WEIGHTKIN_VERSION, static_cast<int>(name.size()),
              name.data());
  return answer->overall == weightkin::verdict::identical ? 0 : 1;
}
