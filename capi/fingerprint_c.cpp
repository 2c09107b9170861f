#include <filesystem>
#include <utility>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"
#include "reader/convert/whole_file.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

constexpr std::uint64_t largest_file = std::uint64_t{1} << 30;
constexpr std::uint32_t all_parts = 2 * WKIN_PRINT_ANCHORS - 1;

wkin_status hand_over(result<fingerprint> print, wkin_fingerprint** out, wkin_error* error) {
  if (!print) return tell(error, print.error());
  *out = new wkin_fingerprint{std::move(*print)};
  return WKIN_OK;
}

/// `body` for functions that make a fingerprint.
template <class Body>
wkin_status make(wkin_fingerprint** out, wkin_error* error, Body&& body) noexcept {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    return body();
  });
}

std::span<const std::byte> print_bytes(const void* bytes, size_t size) {
  return {static_cast<const std::byte*>(bytes), size};
}

result<std::vector<std::string_view>> vocabulary_of(const wkin_fingerprint_options& asked) {
  std::vector<std::string_view> words;
  if (asked.vocabulary_count == 0) return words;
  if (asked.vocabulary == nullptr) return error{errc::bad_argument, "the vocabulary is NULL"};
  for (const char* word : std::span(asked.vocabulary, asked.vocabulary_count)) {
    if (word == nullptr) return error{errc::bad_argument, "a word of the vocabulary is NULL"};
    words.emplace_back(word);
  }
  return words;
}

wkin_status take(const wkin_model& model, const wkin_fingerprint_options* given,
                 wkin_fingerprint** out, wkin_error* error) {
  wkin_fingerprint_options asked;
  if (!read_options(given, asked))
    return bad_argument(error, "fingerprint options: struct_size is not set (use the _INIT)");
  const auto map = mapping(asked.component_map);
  if (!map) return tell(error, map.error());
  const auto words = vocabulary_of(asked);
  if (!words) return tell(error, words.error());
  fingerprint_options options;
  options.seed = asked.seed;
  options.digests = asked.no_digests == 0;
  options.threads = asked.threads;
  options.map = *map;
  options.vocabulary = *words;
  options.anchors = asked.no_anchors == 0;
  options.name = asked.name != nullptr ? asked.name : model.state->name;
  options.format = model.state->format;
  options.on_progress = passed_on(asked.on_progress, asked.user_data);
  return hand_over(fingerprint_views(model.state->views, options), out, error);
}

result<fingerprint> read_file(const char* path) {
  const auto file = open_file(path, file_access::copied);
  if (!file) return file.error();
  const std::uint64_t size = (*file)->size();
  if (size > largest_file)
    return error{errc::unsupported,
                 std::string(path) + ": fingerprints of more than 1 GiB are not read"};
  std::vector<std::byte> scratch(static_cast<std::size_t>(size));
  const auto bytes = (*file)->read(0, scratch.size(), scratch);
  if (!bytes) return bytes.error();
  return decode_fingerprint(*bytes, path);
}

result<void> write_file(const char* path, std::span<const std::byte> bytes) {
  auto file = whole_file::create(path);
  if (!file) return file.error();
  if (auto written = (*file)->write(bytes); !written) return written;
  return (*file)->finish();
}

} // namespace

wkin_status wkin_fingerprint_take(const wkin_model* model, const wkin_fingerprint_options* options,
                                  wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    if (model == nullptr) return bad_argument(error, "the model is NULL");
    return take(*model, options, out, error);
  });
}

wkin_status wkin_fingerprint_take_tensors(const wkin_tensor_view* tensors, size_t count,
                                          size_t view_size, const wkin_fingerprint_options* options,
                                          wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    wkin_model* made = nullptr;
    const wkin_status held =
        wkin_model_from_tensors(tensors, count, view_size, nullptr, &made, error);
    if (held != WKIN_OK) return held;
    const std::unique_ptr<wkin_model> model(made);
    return take(*model, options, out, error);
  });
}

void wkin_fingerprint_close(wkin_fingerprint* fingerprint) { delete fingerprint; }

int wkin_is_fingerprint(const void* bytes, size_t size_bytes) {
  return bytes != nullptr && looks_like_fingerprint(print_bytes(bytes, size_bytes)) ? 1 : 0;
}

wkin_status wkin_fingerprint_open(const char* path, wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    return hand_over(read_file(path), out, error);
  });
}

wkin_status wkin_fingerprint_decode(const void* bytes, size_t size_bytes, const char* label,
                                    wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    if (bytes == nullptr) return bad_argument(error, "the bytes are NULL");
    const std::string name = label != nullptr ? label : "fingerprint";
    return hand_over(decode_fingerprint(print_bytes(bytes, size_bytes), name), out, error);
  });
}

wkin_status wkin_fingerprint_from_json(const char* json, size_t length, const char* label,
                                       wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    if (json == nullptr) return bad_argument(error, "the text is NULL");
    const std::string name = label != nullptr ? label : "fingerprint";
    return hand_over(fingerprint_from_json({json, length}, name), out, error);
  });
}

wkin_status wkin_fingerprint_write(const wkin_fingerprint* fingerprint, const char* path,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    const auto written = write_file(path, encode_fingerprint(fingerprint->print));
    return written ? WKIN_OK : tell(error, written.error());
  });
}

wkin_status wkin_fingerprint_encode(const wkin_fingerprint* fingerprint, void* buffer,
                                    size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    return copy_bytes(encode_fingerprint(fingerprint->print), buffer, capacity, needed, error);
  });
}

wkin_status wkin_fingerprint_json(const wkin_fingerprint* fingerprint, char* buffer,
                                  size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    return copy_text(fingerprint_to_json(fingerprint->print), buffer, capacity, needed, error);
  });
}

wkin_status wkin_fingerprint_reduce(const wkin_fingerprint* fingerprint, wkin_print_level level,
                                    uint32_t left_out, wkin_fingerprint** out, wkin_error* error) {
  return make(out, error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    if (level != WKIN_PRINT_FULL && level != WKIN_PRINT_SMALL)
      return bad_argument(error, "there is no such level");
    if (left_out > all_parts) return bad_argument(error, "there is no such part");
    const auto kept = [left_out](wkin_print_part part) { return (left_out & part) == 0; };
    const disclosure shown{kept(WKIN_PRINT_NAMES),   kept(WKIN_PRINT_SKETCH),
                           kept(WKIN_PRINT_UNITS),   kept(WKIN_PRINT_ROWS),
                           kept(WKIN_PRINT_DIGESTS), kept(WKIN_PRINT_SUMS),
                           kept(WKIN_PRINT_ANCHORS)};
    const auto how = level == WKIN_PRINT_SMALL ? print_level::small : print_level::full;
    *out = new wkin_fingerprint{disclose(truncate(fingerprint->print, how), shown)};
    return WKIN_OK;
  });
}
