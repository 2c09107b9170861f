#include "opening.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "boundary.hpp"
#include "handles.hpp"

namespace weightkin::capi {
namespace {

template <class Limit>
void set(Limit& ours, std::uint64_t asked) {
  if (asked == 0) return;
  ours = static_cast<Limit>(std::min<std::uint64_t>(asked, std::numeric_limits<Limit>::max()));
}

result<void> set_limits(const wkin_limits* given, reader_limits& ours) {
  wkin_limits asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "limits: struct_size is not set (use the _INIT)"};
  set(ours.header_bytes, asked.header_bytes);
  set(ours.index_bytes, asked.index_bytes);
  set(ours.json_depth, asked.json_depth);
  set(ours.json_string_bytes, asked.json_string_bytes);
  set(ours.json_values, asked.json_values);
  set(ours.config_bytes, asked.config_bytes);
  set(ours.metadata_pairs, asked.metadata_pairs);
  set(ours.shards, asked.shards);
  set(ours.tensors, asked.tensors);
  set(ours.pickle_bytes, asked.pickle_bytes);
  set(ours.inflated_pickle_bytes, asked.inflated_pickle_bytes);
  set(ours.inflated_member_bytes, asked.inflated_member_bytes);
  set(ours.pickle_opcodes, asked.pickle_opcodes);
  set(ours.pickle_stack, asked.pickle_stack);
  set(ours.value_depth, asked.value_depth);
  set(ours.zip_entries, asked.zip_entries);
  set(ours.zip_name_bytes, asked.zip_name_bytes);
  set(ours.npy_header_bytes, asked.npy_header_bytes);
  set(ours.hdf5_objects, asked.hdf5_objects);
  set(ours.hdf5_depth, asked.hdf5_depth);
  set(ours.hdf5_chunk_bytes, asked.hdf5_chunk_bytes);
  set(ours.table_block_bytes, asked.table_block_bytes);
  set(ours.array_chunks, asked.array_chunks);
  set(ours.sparse_elements, asked.sparse_elements);
  set(ours.expanded_bytes, asked.expanded_bytes);
  return {};
}

} // namespace

result<open_options> opening(const wkin_open_options* given) {
  wkin_open_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "open options: struct_size is not set (use the _INIT)"};
  open_options options;
  switch (asked.access) {
  case WKIN_ACCESS_DEFAULT:
  case WKIN_ACCESS_MAPPED: options.access = file_access::mapped; break;
  case WKIN_ACCESS_COPIED: options.access = file_access::copied; break;
  default: return error{errc::bad_argument, "open options: unknown access"};
  }
  options.lenient_pickle = asked.lenient_pickle != 0;
  if (auto done = set_limits(asked.limits, options.limits); !done) return std::move(done).error();
  if (asked.max_tensors != 0) options.limits.tensors = asked.max_tensors;
  options.undo_layout = asked.as_stored == 0;
  return options;
}

namespace {

/// Names with a final zero beside the views.
void finish(model_state& state) {
  state.names.reserve(state.views.size());
  state.usages.reserve(state.views.size());
  for (const tensor_view& view : state.views) {
    state.names.emplace_back(view.name);
    state.usages.emplace_back(view.usage);
  }
}

void log_warnings(const checkpoint& model, const wkin_open_options* given) {
  wkin_open_options asked;
  if (!read_options(given, asked) || asked.on_log == nullptr) return;
  for (const std::string& warning : model.warnings())
    asked.on_log(WKIN_LOG_WARNING, warning.c_str(), asked.log_user_data);
}

} // namespace

wkin_status hand_over(result<checkpoint> opened, const wkin_open_options* given, wkin_model** out,
                      wkin_error* error) {
  if (!opened) return tell(error, opened.error());
  auto state = std::make_shared<model_state>();
  state->opened.emplace(std::move(*opened));
  const checkpoint& model = *state->opened;
  state->name = model.name();
  state->format = model.format();
  state->views.reserve(model.size());
  for (std::size_t index = 0; index < model.size(); ++index)
    state->views.push_back(model[index]);
  finish(*state);
  log_warnings(model, given);
  *out = new wkin_model{std::move(state)};
  return WKIN_OK;
}

} // namespace weightkin::capi
