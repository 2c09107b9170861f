#include <weightkin/core/tensor_encoding.hpp>

#include "boundary.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// The encoding of a tensor that exists; null for plain ones.
result<const tensor_encoding*> encoding_of(const wkin_model* model, std::size_t index) {
  if (model == nullptr) return error{errc::bad_argument, "the model is NULL"};
  if (index >= model->state->views.size())
    return error{errc::bad_argument, "no tensor has this index"};
  return model->state->views[index].encoding;
}

} // namespace

wkin_status wkin_model_encoding(const wkin_model* model, size_t index,
                                wkin_tensor_encoding* encoding, size_t encoding_size,
                                wkin_error* error) {
  return guard(error, [&] {
    const auto found = encoding_of(model, index);
    if (!found) return tell(error, found.error());
    wkin_tensor_encoding ours{};
    ours.scheme = "";
    if (const tensor_encoding* theirs = *found; theirs != nullptr) {
      ours.scheme = theirs->scheme.c_str();
      ours.bits_per_value = theirs->bits_per_value;
      ours.undo_error = theirs->undo_error;
      ours.block_values = theirs->block_values;
      ours.parts = theirs->parts.size();
      ours.layout_rules = theirs->layout.size();
    }
    return fill(encoding, encoding_size, ours, error);
  });
}

wkin_status wkin_model_encoding_part(const wkin_model* model, size_t index, size_t part_index,
                                     wkin_encoding_part* part, size_t part_size,
                                     wkin_error* error) {
  return guard(error, [&] {
    const auto found = encoding_of(model, index);
    if (!found) return tell(error, found.error());
    if (*found == nullptr || part_index >= (*found)->parts.size())
      return bad_argument(error, "no part of the tensor has this index");
    static constexpr std::uint64_t no_extent = 0;
    const encoding_part& theirs = (*found)->parts[part_index];
    const tensor_view& view = theirs.stored;
    wkin_encoding_part ours{};
    ours.role = theirs.role.c_str();
    ours.name = view.name.data(); // of a whole std::string, so it ends in a zero byte
    ours.shape = view.shape.empty() ? &no_extent : view.shape.data();
    ours.elements = element_count(view);
    ours.dtype = static_cast<wkin_dtype>(view.type);
    ours.rank = static_cast<std::uint32_t>(view.shape.size());
    return fill(part, part_size, ours, error);
  });
}

const char* wkin_model_layout_rule(const wkin_model* model, size_t index, size_t rule_index) {
  const bool exists = model != nullptr && index < model->state->views.size();
  const tensor_encoding* found = exists ? model->state->views[index].encoding : nullptr;
  if (found == nullptr || rule_index >= found->layout.size()) return nullptr;
  return found->layout[rule_index].c_str();
}
