#include <weightkin/reader/convert.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

result<convert_options> writing(const wkin_write_options* given) {
  wkin_write_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "write options: struct_size is not set (use the _INIT)"};
  convert_options options;
  if (asked.floats < WKIN_DTYPE_NONE || asked.floats > WKIN_DTYPE_F4_E2M1)
    return error{errc::bad_argument, "write options: unknown dtype"};
  if (asked.floats != WKIN_DTYPE_NONE) options.floats = static_cast<dtype>(asked.floats);
  options.on_progress = passed_on(asked.on_progress, asked.user_data);
  return options;
}

} // namespace

wkin_status wkin_model_write_safetensors(const wkin_model* model, const char* path,
                                         const wkin_write_options* options,
                                         wkin_write_summary* summary, size_t summary_size,
                                         wkin_error* error) {
  return guard(error, [&] {
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    if (summary != nullptr && summary_size == 0)
      return bad_argument(error, "the summary's size is 0");
    const auto how = writing(options);
    if (!how) return tell(error, how.error());
    const auto done = write_safetensors(model->state->views, std::filesystem::path(path), *how);
    if (!done) return tell(error, done.error());
    if (summary == nullptr) return WKIN_OK;
    const wkin_write_summary ours{done->tensors, done->bytes, done->overflowed};
    return fill(summary, summary_size, ours, error);
  });
}
