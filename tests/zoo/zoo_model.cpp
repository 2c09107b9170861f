#include "zoo_model.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <support/safetensors_writer.hpp>
#include <utility>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

namespace weightkin::zoo {

namespace {

constexpr std::array backbones{backbone::decoder,    backbone::vision, backbone::convolution,
                               backbone::perceptron, backbone::lstm,   backbone::two_tower};

struct named_size {
  const char* key;
  std::size_t decoder_sizes::*member;
};
constexpr std::array<named_size, 7> named_sizes{{{"vocabulary", &decoder_sizes::vocabulary},
                                                 {"width", &decoder_sizes::width},
                                                 {"hidden", &decoder_sizes::hidden},
                                                 {"layers", &decoder_sizes::layers},
                                                 {"heads", &decoder_sizes::heads},
                                                 {"key_heads", &decoder_sizes::key_heads},
                                                 {"head_width", &decoder_sizes::head_width}}};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw std::runtime_error(path + ": " + why);
}

std::size_t size_from(const std::string& text, const std::string& path) {
  std::size_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stop != end) refuse(path, "not a size: " + text);
  return value;
}

zoo_tensor copy_of(const tensor_view& view, const std::string& path) {
  if (view.type != dtype::f32 || view.shape.empty())
    refuse(path, "not an f32 array: " + std::string(view.name));
  zoo_tensor tensor{std::string(view.name), {view.shape.begin(), view.shape.end()}, {}};
  tensor.values.resize(static_cast<std::size_t>(element_count(view)));
  if (tensor.values.empty()) refuse(path, "empty: " + tensor.name);
  std::vector<std::byte> scratch(tensor.values.size() * sizeof(float));
  const auto bytes = read_elements(view, 0, tensor.values.size(), scratch);
  if (!bytes) refuse(path, bytes.error().message);
  std::memcpy(tensor.values.data(), bytes->data(), bytes->size());
  return tensor;
}

} // namespace

std::string_view name_of(backbone kind) noexcept {
  switch (kind) {
  case backbone::decoder: return "decoder";
  case backbone::vision: return "vision";
  case backbone::convolution: return "convolution";
  case backbone::perceptron: return "perceptron";
  case backbone::lstm: return "lstm";
  case backbone::two_tower: return "two_tower";
  }
  return "unknown";
}

zoo_tensor* zoo_model::find(std::string_view name) {
  return const_cast<zoo_tensor*>(std::as_const(*this).find(name));
}

const zoo_tensor* zoo_model::find(std::string_view name) const {
  for (const zoo_tensor& tensor : tensors)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

std::vector<tensor_view> zoo_model::views() const {
  std::vector<tensor_view> all;
  all.reserve(tensors.size());
  for (const zoo_tensor& tensor : tensors) {
    tensor_view view;
    view.name = tensor.name;
    view.shape = tensor.shape;
    view.data = reinterpret_cast<const std::byte*>(tensor.values.data());
    all.push_back(view);
  }
  return all;
}

void save(const zoo_model& model, const std::string& path) {
  test::safetensors_writer file;
  file.metadata("backbone", name_of(model.kind));
  for (const named_size& size : named_sizes)
    file.metadata(size.key, std::to_string(model.decoder.*size.member));
  for (const zoo_tensor& tensor : model.tensors)
    file.add(tensor.name, dtype::f32, tensor.shape, tensor.values);
  file.write(path);
}

zoo_model load(const std::string& path) {
  const auto opened = checkpoint::open(path, {.undo_layout = false});
  if (!opened) refuse(path, opened.error().message);
  zoo_model model;
  std::size_t known = 0;
  for (const auto& [key, value] : opened->metadata()) {
    for (const named_size& size : named_sizes)
      if (key == size.key) {
        model.decoder.*size.member = size_from(value, path);
        ++known;
      }
    if (key != "backbone") continue;
    for (const backbone kind : backbones)
      if (name_of(kind) == value) {
        model.kind = kind;
        ++known;
      }
  }
  if (known != named_sizes.size() + 1) refuse(path, "not a zoo model: metadata incomplete");
  for (std::size_t i = 0; i < opened->size(); ++i)
    model.tensors.push_back(copy_of((*opened)[i], path));
  return model;
}

} // namespace weightkin::zoo
