/// Prints values from every part of weightkin::headers. Compiled against the separate headers and
/// against the single one: both must print the same. In two translation units (SECOND_UNIT) that
/// are linked together, so that what is defined in a header is seen to be inline.
#include <cinttypes>
#include <cstdio>
#include <cstring>

#ifdef SINGLE_HEADER
#include "weightkin_headers.hpp"
#else
#include <weightkin/core/digest.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/interop/dlpack.hpp>
#include <weightkin/interop/element_type.hpp>
#include <weightkin/version.hpp>
#endif

using namespace weightkin;

std::uint64_t checksum_of_dtypes();

#ifdef SECOND_UNIT

/// Over all rows of the dtype table, from the other translation unit.
std::uint64_t checksum_of_dtypes() {
  std::uint64_t sum = 0;
  for (unsigned number = 0; number <= 255; ++number) {
    const dtype_traits row = traits_of(static_cast<dtype>(number));
    for (const char letter : row.name)
      sum = sum * 31 + static_cast<unsigned char>(letter);
    sum = sum * 31 + row.bits + static_cast<unsigned>(row.mantissa_bits) * 7U +
          static_cast<unsigned>(row.exponent_bits) * 3U + static_cast<unsigned>(row.kind);
    sum += bytes_of(row.type, 1000).value_or(1) + (is_byte_sized(row.type) ? 1U : 0U);
  }
  return sum;
}

#else

namespace {

void print(const char* what, std::uint64_t value) {
  std::printf("%-22s %016" PRIx64 "\n", what, value);
}

void print(const char* what, std::string_view text) {
  std::printf("%-22s %.*s\n", what, static_cast<int>(text.size()), text.data());
}

void fold(std::uint64_t& sum, std::uint64_t value) { sum = (sum ^ value) * 0x100000001b3U; }

/// Every pattern of every small format, widened and narrowed again.
std::uint64_t conversions() {
  std::uint64_t sum = 0;
  for (const small_float& format :
       {f16_format, f8_e4m3fn_format, f8_e5m2_format, f8_e4m3fnuz_format, f8_e5m2fnuz_format,
        f6_e2m3_format, f6_e3m2_format, f4_e2m1_format}) {
    const unsigned width = 1U + static_cast<unsigned>(format.exponent_bits + format.mantissa_bits);
    for (std::uint32_t bits = 0; bits < 1U << width; ++bits) {
      const float value = widen(format, bits);
      fold(sum, std::bit_cast<std::uint32_t>(value));
      fold(sum, narrow(format, value * 1.0625F));
    }
  }
  std::vector<std::uint64_t> parts(256);
  parallel_for(parts.size(), 4, [&](std::size_t high) {
    for (std::uint32_t low = 0; low < 256; ++low) {
      const auto bits = static_cast<std::uint16_t>(high << 8 | low);
      fold(parts[high], std::bit_cast<std::uint32_t>(widen_bf16(bits)));
      fold(parts[high], narrow_bf16(widen_f16(bits)));
      fold(parts[high], narrow_f16(widen_bf16(bits)));
    }
    fold(parts[high], std::bit_cast<std::uint32_t>(widen_f8_e8m0(static_cast<std::uint8_t>(high))));
  });
  for (const std::uint64_t part : parts)
    fold(sum, part);
  return sum;
}

/// A model in memory: bytes, views of them, DLPack's idea of the same.
void views() {
  const float values[6] = {1, -2, 3, -4, 5, -6};
  std::int64_t extents[2] = {2, 3};
  dlpack::managed_tensor managed{};
  managed.dl_tensor = {const_cast<float*>(values), {1, 0}, 2, {2, 32, 1}, extents, nullptr, 0};
  const auto borrowed = view_of_dlpack("mine", managed);
  if (!borrowed) return print("dlpack", borrowed.error().message);
  const std::vector<shaped_view> model{*borrowed};
  const std::vector<tensor_view> tensors = views_of(model);
  print("name", tensors[0].name);
  print("dtype", name_of(tensors[0].type));
  print("elements", element_count(tensors[0]));
  print("contiguous", is_contiguous(tensors[0]) ? 1 : 0);
  const auto elements = detail::elements_in_place<float>(tensors[0], element_type_v<float>);
  print("in place", elements && **elements == 1.0F && (*elements)[5] == -6.0F ? 1 : 0);
  const auto refused = detail::elements_in_place<double>(tensors[0], element_type_v<double>);
  print("refused", refused ? "no" : refused.error().message);
  managed.dl_tensor.device.device_type = 2;
  const auto elsewhere = view_of_dlpack("theirs", managed);
  print("elsewhere", elsewhere ? "no" : name_of(elsewhere.error().code));
}

void answers() {
  const result<int> good = 7;
  const result<void> bad = error{errc::bad_format, "no", fault::pickle_global};
  print("result", static_cast<std::uint64_t>(good.value()));
  print("error", name_of(bad.error().code));
  print("fault", name_of(bad.error().why));
  digest id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i)
    id.bytes[i] = static_cast<std::uint8_t>(i * 7);
  print("digest", to_hex(id));
  int calls = 0;
  progress_meter meter([&](const progress&) { return ++calls < 3; }, "stage", 1000);
  while (!meter.cancelled())
    meter.advance(10);
  print("calls", static_cast<std::uint64_t>(calls));
  tensor_encoding encoding;
  encoding.scheme = "q4_k";
  print("scheme", encoding.scheme);
  print("version", WEIGHTKIN_VERSION);
}

} // namespace

int main() {
  print("dtypes", checksum_of_dtypes());
  print("conversions", conversions());
  views();
  answers();
}

#endif
