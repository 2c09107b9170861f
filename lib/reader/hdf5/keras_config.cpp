#include "reader/hdf5/keras_config.hpp"

#include <string>
#include <utility>

#include "reader/wire/json_value.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_layers = 10'000;
constexpr std::size_t most_path_bytes = 512;

std::string text_of(const json_value* value) {
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::string() : *text;
}

/// Models hold layers, wrappers one layer; recursion is as deep as the text, which is bounded.
class layer_lister {
public:
  explicit layer_lister(file_contents& contents) : contents_(contents) {}

  void list_model(const json_value& model, const std::string& path) {
    const json_value* config = model.find("config");
    if (config == nullptr) return;
    // Early sequential models are their list of layers.
    const json_value* layers = config->items() != nullptr ? config : config->find("layers");
    if (layers != nullptr && layers->items() != nullptr)
      for (const json_value& layer : *layers->items())
        list_layer(layer, path);
    if (const json_value* wrapped = config->find("layer")) list_layer(*wrapped, path);
  }

private:
  void list_layer(const json_value& layer, const std::string& outer) {
    const std::string type = text_of(layer.find("class_name"));
    const json_value* config = layer.find("config");
    std::string name = text_of(config == nullptr ? nullptr : config->find("name"));
    if (name.empty()) name = text_of(layer.find("name"));
    const std::string path = outer.empty() ? name : outer + '/' + name;
    if (type.empty() || name.empty() || path.size() > most_path_bytes ||
        type.size() > most_path_bytes || layers_ == most_layers)
      return;
    ++layers_;
    contents_.metadata.emplace_back("keras.layer_class." + path, type);
    list_model(layer, path);
  }

  file_contents& contents_;
  std::size_t layers_ = 0;
};

} // namespace

void add_keras_layers(std::string_view config, std::string_view label, const reader_limits& limits,
                      file_contents& contents) {
  const auto model = parse_json_value(config, label, 0, limits);
  if (!model) {
    contents.warnings.push_back("the model's configuration is not read: " + model.error().message);
    return;
  }
  layer_lister(contents).list_model(*model, "");
}

} // namespace weightkin
