#include "reader/quantised/fold_tensors.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "reader/quantised/fold_schemes.hpp"

namespace weightkin {
namespace {

/// In the order they are asked. Schemes that share names with others come before them and look
/// closer: those that are refused, AWQ before GPTQ, packed codes before plain ones.
constexpr std::array<const fold_scheme*, 16> schemes{
    &unread_scheme,     &awq_scheme,        &gptq_scheme,   &bnb_4bit_scheme,
    &bnb_int8_scheme,   &packed_int_scheme, &mxfp4_scheme,  &nvfp4_scheme,
    &gguf_scale_scheme, &bitnet_scheme,     &scaled_scheme, &hqq_scheme,
    &mlx_scheme,        &torchao_scheme,    &lora_scheme,   &other_adapter_scheme};

/// Calls `visit(scheme, mark)` for every mark that `name` ends with, until it answers true.
template <class Visit>
result<bool> for_each_mark(std::string_view name, Visit visit) {
  for (const fold_scheme* scheme : schemes)
    for (const std::string_view mark : scheme->marks) {
      if (name.size() <= mark.size() || !name.ends_with(mark)) continue;
      auto done = visit(*scheme, mark);
      if (!done || *done) return done;
    }
  return false;
}

/// Most models are plain, and need no index of their names.
bool has_marks(const file_contents& contents) {
  return std::any_of(contents.tensors.begin(), contents.tensors.end(), [](const auto& tensor) {
    return *for_each_mark(tensor.name, [](const auto&, auto) -> result<bool> { return true; });
  });
}

result<void> fold_all(fold_context& context) {
  for (std::size_t place = 0; place < context.index.size(); ++place) {
    if (context.index.is_taken(place)) continue;
    const std::string name = context.index[place].name;
    const auto folded = for_each_mark(name, [&](const fold_scheme& scheme, std::string_view mark) {
      return scheme.fold({context, name.substr(0, name.size() - mark.size()), mark});
    });
    if (!folded) return folded.error();
  }
  return {};
}

void say_what_was_odd(const fold_context& context, const config_file& config,
                      file_contents& contents) {
  if (config.is_broken())
    contents.warnings.push_back("config.json beside the file is not readable; nothing needed it");
  if (context.adapters_kept != 0)
    contents.warnings.push_back(std::to_string(context.adapters_kept) +
                                " adapter modules are kept in factors: their base is beside them, "
                                "or the product of two factors is not all of the change");
  if (context.adapters_unscaled != 0)
    contents.warnings.push_back("nothing gives the scale of " +
                                std::to_string(context.adapters_unscaled) +
                                " adapter modules; taken as 1");
  if (!context.adapter.base_model().empty())
    contents.metadata.emplace_back("base_model", context.adapter.base_model());
}

} // namespace

result<void> fold_tensors(file_contents& contents, sibling_files& beside,
                          const open_options& options) {
  if (!has_marks(contents)) return {};
  tensor_index index(contents);
  config_file config_json(beside, options.limits, "config.json");
  config_file adapter_json(beside, options.limits, "adapter_config.json");
  quantisation_config config(config_json);
  adapter_config adapter(adapter_json);
  fold_context context{index, config, adapter, options.limits, {}};
  for (const auto& [key, value] : contents.metadata)
    context.metadata.emplace(key, value);
  if (auto folded = fold_all(context); !folded) return folded;
  if (auto finished = index.finish(); !finished) return finished;
  say_what_was_odd(context, config_json, contents);
  return {};
}

} // namespace weightkin
