#include <weightkin/reader/convert.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// The caller's key and value texts; the library's own when there is no list.
result<void> read_metadata(const wkin_write_options& asked, convert_options& options) {
  if (asked.metadata_keys == nullptr && asked.metadata_values == nullptr &&
      asked.metadata_count == 0)
    return {};
  if (asked.metadata_keys == nullptr || asked.metadata_values == nullptr)
    return error{errc::bad_argument, "write options: metadata needs both keys and values"};
  options.metadata.clear();
  for (std::size_t pair = 0; pair < asked.metadata_count; ++pair) {
    if (asked.metadata_keys[pair] == nullptr || asked.metadata_values[pair] == nullptr)
      return error{errc::bad_argument, "write options: a text of the metadata is NULL"};
    options.metadata.emplace_back(asked.metadata_keys[pair], asked.metadata_values[pair]);
  }
  return {};
}

result<convert_options> writing(const wkin_write_options* given) {
  wkin_write_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "write options: struct_size is not set (use the _INIT)"};
  convert_options options;
  if (asked.floats < WKIN_DTYPE_NONE || asked.floats > WKIN_DTYPE_F4_E2M1)
    return error{errc::bad_argument, "write options: unknown dtype"};
  if (asked.floats != WKIN_DTYPE_NONE) options.floats = static_cast<dtype>(asked.floats);
  options.on_progress = passed_on(asked.on_progress, asked.user_data);
  if (auto known = read_metadata(asked, options); !known) return std::move(known).error();
  return options;
}

/// The caller's callback. One written in C++ may throw; that ends the call as in every other.
class called_sink final : public byte_sink {
public:
  called_sink(wkin_take_callback take, void* user_data) : take_(take), user_data_(user_data) {}

  [[nodiscard]] result<void> write(std::span<const std::byte> bytes) override {
    const wkin_status status = take_(bytes.data(), bytes.size(), user_data_);
    if (status == WKIN_OK) return {};
    return error{code_of(status), std::string("the callback that takes the file answered ") +
                                      wkin_status_name(status)};
  }

private:
  wkin_take_callback take_;
  void* user_data_;
};

/// `write` writes the model; what it came to goes to the caller.
template <class Write>
wkin_status written(const wkin_model* model, const wkin_write_options* options,
                    wkin_write_summary* summary, size_t summary_size, wkin_error* error,
                    Write&& write) {
  if (model == nullptr) return bad_argument(error, "the model is NULL");
  if (summary != nullptr && summary_size == 0)
    return bad_argument(error, "the summary's size is 0");
  const auto how = writing(options);
  if (!how) return tell(error, how.error());
  const result<convert_result> done = write(model->state->views, *how);
  if (!done) return tell(error, done.error());
  if (summary == nullptr) return WKIN_OK;
  const wkin_write_summary ours{done->tensors, done->bytes, done->overflowed};
  return fill(summary, summary_size, ours, error);
}

} // namespace

wkin_status wkin_model_write_safetensors(const wkin_model* model, const char* path,
                                         const wkin_write_options* options,
                                         wkin_write_summary* summary, size_t summary_size,
                                         wkin_error* error) {
  return guard(error, [&] {
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    return written(model, options, summary, summary_size, error,
                   [&](const std::vector<tensor_view>& views, const convert_options& how) {
                     return write_safetensors(views, std::filesystem::path(path), how);
                   });
  });
}

wkin_status wkin_model_send_safetensors(const wkin_model* model, wkin_take_callback take,
                                        void* take_user_data, const wkin_write_options* options,
                                        wkin_write_summary* summary, size_t summary_size,
                                        wkin_error* error) {
  return guard(error, [&] {
    if (take == nullptr) return bad_argument(error, "the callback is NULL");
    called_sink sink(take, take_user_data);
    return written(model, options, summary, summary_size, error,
                   [&](const std::vector<tensor_view>& views, const convert_options& how) {
                     return write_safetensors(views, sink, how);
                   });
  });
}
