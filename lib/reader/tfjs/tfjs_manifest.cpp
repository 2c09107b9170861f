#include "reader/tfjs/tfjs_manifest.hpp"

#include <cmath>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t most_strings = 10'000'000; ///< each has to be passed over by itself

/// Reads a manifest from the outside in.
class manifest_parser {
public:
  manifest_parser(std::string_view label, const reader_limits& limits)
      : label_(label), limits_(limits) {}

  result<std::vector<tfjs_group>> groups(const json_value& manifest) {
    const auto* items = manifest.items();
    if (items == nullptr) return refuse(fault::header, "a list of groups expected");
    std::vector<tfjs_group> all;
    for (const json_value& item : *items) {
      auto parsed = group(item);
      if (!parsed) return std::move(parsed).error();
      all.push_back(std::move(*parsed));
    }
    return all;
  }

private:
  [[nodiscard]] error refuse(fault why, const std::string& what) const {
    return detail::bad_file(why, label_, "weightsManifest: " + what);
  }

  result<tfjs_group> group(const json_value& item) {
    const json_value* paths = item.find("paths");
    const json_value* weights = item.find("weights");
    if (paths == nullptr || paths->items() == nullptr || weights == nullptr ||
        weights->items() == nullptr)
      return refuse(fault::header, "a group needs lists of paths and weights");
    tfjs_group parsed;
    for (const json_value& path : *paths->items()) {
      if (path.text() == nullptr) return refuse(fault::header, "a path is not text");
      if (paths_++ == limits_.shards)
        return refuse(fault::limit, "more than " + std::to_string(limits_.shards) + " paths");
      parsed.paths.push_back(*path.text());
    }
    for (const json_value& weight : *weights->items()) {
      if (weights_++ == limits_.tensors)
        return refuse(fault::limit, "more than " + std::to_string(limits_.tensors) + " weights");
      auto read = parse_weight(weight);
      if (!read) return std::move(read).error();
      if (read->type == "string" && __builtin_add_overflow(strings_, read->count, &strings_))
        strings_ = UINT64_MAX;
      if (strings_ > most_strings)
        return refuse(fault::limit, "more than " + std::to_string(most_strings) + " strings");
      parsed.weights.push_back(std::move(*read));
    }
    return parsed;
  }

  result<tfjs_weight> parse_weight(const json_value& item) const {
    const json_value* name = item.find("name");
    const json_value* type = item.find("dtype");
    const json_value* shape = item.find("shape");
    if (name == nullptr || name->text() == nullptr || type == nullptr || type->text() == nullptr ||
        shape == nullptr || shape->items() == nullptr)
      return refuse(fault::header, "a weight needs name, dtype and shape");
    tfjs_weight weight;
    weight.name = *name->text();
    weight.type = *type->text();
    const std::string where = "weight " + detail::escaped(weight.name) + ": ";
    if (auto read = read_shape(*shape->items(), where, weight); !read)
      return std::move(read).error();
    const json_value* quantisation = item.find("quantization");
    if (quantisation != nullptr && !quantisation->is_null()) {
      auto read = read_quantisation(*quantisation, where);
      if (!read) return std::move(read).error();
      weight.quantisation = std::move(*read);
    }
    return weight;
  }

  result<void> read_shape(const json_value::array& extents, const std::string& where,
                          tfjs_weight& weight) const {
    if (extents.size() > max_rank)
      return refuse(fault::limit, where + "more than " + std::to_string(max_rank) + " dimensions");
    for (const json_value& extent : extents) {
      const std::uint64_t* whole = extent.whole();
      if (whole == nullptr) {
        const auto number = extent.number();
        const bool too_large = number && *number >= std::ldexp(1.0, 63);
        return refuse(too_large ? fault::overflow : fault::shape,
                      where + "an extent is not a whole number of 64 bits");
      }
      if (__builtin_mul_overflow(weight.count, *whole, &weight.count))
        return refuse(fault::overflow, where + "the number of elements does not fit 64 bits");
      weight.shape.push_back(*whole);
    }
    return {};
  }

  result<tfjs_quantisation> read_quantisation(const json_value& item,
                                              const std::string& where) const {
    const json_value* type = item.find("dtype");
    if (type == nullptr || type->text() == nullptr)
      return refuse(fault::header, where + "a quantisation without dtype");
    tfjs_quantisation parsed;
    parsed.type = *type->text();
    if (parsed.type == "float16") return parsed;
    if (parsed.type != "uint8" && parsed.type != "uint16")
      return refuse(fault::dtype, where + "quantised to " + detail::escaped(parsed.type));
    const json_value* scale = item.find("scale");
    const json_value* min = item.find("min");
    const auto scale_number = scale != nullptr ? scale->number() : std::nullopt;
    const auto min_number = min != nullptr ? min->number() : std::nullopt;
    if (!scale_number || !min_number)
      return refuse(fault::header, where + "a quantisation without scale and min");
    parsed.scale = *scale_number;
    parsed.min = *min_number;
    return parsed;
  }

  std::string_view label_;
  const reader_limits& limits_;
  std::size_t paths_ = 0;
  std::size_t weights_ = 0;
  std::uint64_t strings_ = 0;
};

} // namespace

result<std::vector<tfjs_group>> read_tfjs_manifest(const json_value& manifest,
                                                   std::string_view label,
                                                   const reader_limits& limits) {
  return manifest_parser(label, limits).groups(manifest);
}

} // namespace weightkin
