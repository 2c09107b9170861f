#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/tflite/tflite_model.hpp"
#include "reader/tflite/tflite_tensor.hpp"
#include "reader/tflite/tflite_usage.hpp"
#include "reader/unique_names.hpp"
#include "reader/wire/little_endian.hpp"

// A TensorFlow Lite model is a FlatBuffer with the identifier TFL3: subgraphs of operators and
// tensors, and the buffers that hold the data of constant tensors. Every tensor with data is a
// weight here; the others are computed.

namespace weightkin {
namespace {

constexpr std::string_view format_name = "tflite";
constexpr std::size_t identifier_offset = 4;
constexpr std::string_view identifier = "TFL3";

/// Any "TFL" and a digit, so that another identifier is called that.
bool has_identifier(const format_probe& probe) {
  const std::string_view head = as_text(probe.head);
  return head.size() >= 8 && head.substr(identifier_offset).starts_with("TFL") && head[7] >= '0' &&
         head[7] <= '9';
}

result<void> check_identifier(const byte_source& file) {
  std::array<std::byte, identifier.size()> scratch;
  const auto found = file.read(identifier_offset, identifier.size(), scratch);
  if (!found) return found.error();
  if (as_text(*found) != identifier)
    return detail::fail_at(fault::magic, file.label(), identifier_offset,
                           "identifier " + detail::escaped(as_text(*found)) + "; TFL3 is known");
  return {};
}

/// Collects the constants of all subgraphs.
class tflite_constants {
public:
  tflite_constants(tflite_model& model, const read_request& request)
      : model_(model), request_(request) {
    contents_.format = format_name;
  }

  result<void> add_subgraph(const flat_table& subgraph) {
    const auto tables = model_.items(subgraph, 0);
    if (!tables) return tables.error();
    auto usages = tflite_usages(model_, subgraph);
    if (!usages) return std::move(usages).error();
    for (std::uint64_t i = 0; i < tables->count; ++i) {
      const auto index = static_cast<std::uint32_t>(i);
      const auto table = model_.tables().table_at(*tables, i);
      if (!table) return table.error();
      const auto found = model_.tensor(*table, index);
      if (!found) return found.error();
      if (!*found) continue;
      if (auto added = add_tensor(**found, (*usages)[index]); !added) return added;
    }
    return {};
  }

  file_contents finish() && {
    if (!model_.description().empty())
      contents_.metadata.emplace_back("description", model_.description());
    if (skipped_ > 0)
      contents_.warnings.push_back(request_.bytes->label() + ": " + std::to_string(skipped_) +
                                   " string tensors are not read");
    return std::move(contents_);
  }

private:
  result<void> add_tensor(const tflite_tensor& found, const std::string& usage) {
    auto tensor = tflite_constant(found, request_.bytes);
    if (!tensor) return std::move(tensor).error();
    if (!*tensor) {
      ++skipped_;
      return {};
    }
    if (contents_.tensors.size() == request_.options.limits.tensors)
      return detail::bad_file(fault::limit, request_.bytes->label(),
                              "more than " + std::to_string(request_.options.limits.tensors) +
                                  " tensors");
    (*tensor)->name = names_.take(found.name);
    (*tensor)->usage = usage;
    contents_.tensors.push_back(std::move(**tensor));
    return {};
  }

  tflite_model& model_;
  const read_request& request_;
  file_contents contents_;
  detail::unique_names names_;
  std::size_t skipped_ = 0;
};

result<file_contents> read_tflite(const read_request& request) {
  if (auto checked = check_identifier(*request.bytes); !checked) return std::move(checked).error();
  auto model = tflite_model::open(*request.bytes);
  if (!model) return std::move(model).error();
  tflite_constants constants(*model, request);
  for (std::uint64_t i = 0; i < model->subgraphs().count; ++i) {
    const auto subgraph = model->tables().table_at(model->subgraphs(), i);
    if (!subgraph) return subgraph.error();
    if (auto added = constants.add_subgraph(*subgraph); !added) return std::move(added).error();
  }
  return std::move(constants).finish();
}

} // namespace

const format_row tflite_format{format_name, has_identifier, read_tflite};

} // namespace weightkin
