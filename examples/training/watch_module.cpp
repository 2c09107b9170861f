// Inside a C++ training program: libtorch trains a small network, weightkin fingerprints its
// parameters between steps without copying them, and says at the end whether the last weights
// descend from the first and whether a fresh network does.
//
//   watch_module [STEPS]

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/interop/shaped_view.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>

// Foreign headers are the last: they define macros of common words.
#include <torch/torch.h>

namespace {

using weightkin::shaped_view;

struct perceptron : torch::nn::Module {
  perceptron() {
    up_proj = register_module("up_proj", torch::nn::Linear(256, 1024));
    down_proj = register_module("down_proj", torch::nn::Linear(1024, 256));
  }
  torch::Tensor forward(const torch::Tensor& x) {
    return x + down_proj->forward(torch::relu(up_proj->forward(x)));
  }
  torch::nn::Linear up_proj{nullptr}, down_proj{nullptr};
};

/// Views of all parameters, which are on the CPU and f32 here; elements are borrowed.
std::vector<shaped_view> views_of_parameters(const torch::nn::Module& module) {
  std::vector<shaped_view> views;
  for (const auto& parameter : module.named_parameters()) {
    const torch::Tensor& tensor = parameter.value();
    shaped_view view;
    view.name = "layers.0.mlp." + parameter.key();
    view.type = weightkin::dtype::f32;
    view.shape.assign(tensor.sizes().begin(), tensor.sizes().end());
    view.strides.assign(tensor.strides().begin(), tensor.strides().end());
    view.data = reinterpret_cast<const std::byte*>(tensor.data_ptr<float>());
    views.push_back(std::move(view));
  }
  return views;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

weightkin::fingerprint seen(const torch::nn::Module& module, double& seconds) {
  const auto start = std::chrono::steady_clock::now();
  auto print = weightkin::fingerprint_of(views_of_parameters(module));
  seconds += seconds_since(start);
  if (!print) {
    std::fprintf(stderr, "%s\n", print.error().message.c_str());
    std::exit(2);
  }
  return std::move(*print);
}

void train_step(perceptron& network, torch::optim::SGD& optimizer) {
  const torch::Tensor input = torch::randn({64, 256});
  optimizer.zero_grad();
  torch::mse_loss(network.forward(input), input.roll(1, 1)).backward();
  optimizer.step();
}

bool is_found(const weightkin::fingerprint& subject, const weightkin::fingerprint& reference) {
  const auto ruling = weightkin::compare_fingerprints(subject, reference);
  if (!ruling) std::exit(2);
  std::printf("%s\n", std::string(name_of(ruling->overall)).c_str());
  return is_finding(ruling->overall);
}

} // namespace

int main(int argc, char** argv) {
  const int steps = argc > 1 ? std::atoi(argv[1]) : 20;
  torch::manual_seed(1);
  torch::set_num_threads(2);
  perceptron network;
  const perceptron stranger;
  torch::optim::SGD optimizer(network.parameters(), 0.05);
  double watching = 0, unused = 0;
  const weightkin::fingerprint first = seen(network, unused);
  weightkin::fingerprint last;
  const auto start = std::chrono::steady_clock::now();
  for (int step = 0; step < steps; ++step) {
    train_step(network, optimizer);
    last = seen(network, watching);
  }
  const double total = seconds_since(start);
  std::printf("%d steps, a fingerprint after each: %.1f %% of the time\n", steps,
              100 * watching / total);
  return is_found(last, first) && !is_found(seen(stranger, unused), first) ? 0 : 1;
}
