#include <algorithm>
#include <tuple>
#include <utility>

#include "reader/gguf/gguf_tensors.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// Checks each tensor for itself, then its neighbours.
class layout_checker {
public:
  layout_checker(const std::vector<gguf_tensor>& tensors, const gguf_data& data,
                 const byte_source& bytes, std::vector<std::string>& warnings)
      : tensors_(tensors), data_(data), bytes_(bytes), warnings_(warnings),
        data_bytes_(bytes.size() - std::min(bytes.size(), data.begin)) {}

  result<void> check() {
    for (const gguf_tensor& tensor : tensors_)
      if (auto checked = check_place(tensor); !checked) return checked;
    return check_neighbours();
  }

private:
  result<void> check_place(const gguf_tensor& tensor) {
    const std::uint64_t usual = std::exchange(usual_offset_, padded(usual_offset_ + tensor.size));
    if (tensor.offset % data_.alignment != 0)
      return refuse(tensor, fault::offset,
                    "offset " + std::to_string(tensor.offset) + " is no multiple of " +
                        std::to_string(data_.alignment));
    // An empty tensor may stand where the next one would begin, behind a missing last padding.
    const std::uint64_t end = tensor.size == 0 ? padded(data_bytes_) : data_bytes_;
    if (tensor.offset > end || tensor.size > end - tensor.offset)
      return refuse(tensor, tensor.offset == usual ? fault::bounds : fault::offset,
                    std::to_string(tensor.size) + " bytes at " + std::to_string(tensor.offset) +
                        " of a data section of " + std::to_string(data_bytes_));
    return {};
  }

  result<void> check_neighbours() {
    std::vector<std::uint32_t> order(tensors_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
      order[i] = i;
    const auto place = [&](std::uint32_t i) {
      return std::tuple(tensors_[i].offset, tensors_[i].size, i);
    };
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); };
    bool is_canonical = std::is_sorted(order.begin(), order.end(), before);
    if (!is_canonical) std::sort(order.begin(), order.end(), before);
    std::uint64_t end = 0;
    for (const std::uint32_t i : order) {
      const gguf_tensor& tensor = tensors_[i];
      if (tensor.offset < end && tensor.size != 0)
        return refuse(tensor, fault::overlap,
                      "begins at " + std::to_string(tensor.offset) +
                          " of the data section, inside another, which ends at " +
                          std::to_string(end));
      is_canonical = is_canonical && tensor.offset <= padded(end);
      end = std::max(end, tensor.offset + tensor.size);
    }
    if (!is_canonical) warn("tensors do not lie one behind the other in the order of their list");
    const std::uint64_t rest = data_bytes_ - std::min(data_bytes_, padded(end));
    if (rest != 0) warn(std::to_string(rest) + " bytes after the tensors are not read");
    return {};
  }

  [[nodiscard]] std::uint64_t padded(std::uint64_t size) const noexcept {
    return (size + data_.alignment - 1) / data_.alignment * data_.alignment;
  }

  void warn(const std::string& what) { warnings_.push_back(bytes_.label() + ": " + what); }

  [[nodiscard]] error refuse(const gguf_tensor& tensor, fault why, const std::string& what) const {
    return detail::fail_at(why, bytes_.label(), data_.begin,
                           "tensor " + detail::escaped(tensor.name) + ": " + what);
  }

  const std::vector<gguf_tensor>& tensors_;
  const gguf_data& data_;
  const byte_source& bytes_;
  std::vector<std::string>& warnings_;
  std::uint64_t data_bytes_;
  std::uint64_t usual_offset_ = 0; ///< of the next tensor, were all one behind the other
};

} // namespace

result<void> check_gguf_layout(const std::vector<gguf_tensor>& tensors, const gguf_data& data,
                               const byte_source& bytes, std::vector<std::string>& warnings) {
  return layout_checker(tensors, data, bytes, warnings).check();
}

} // namespace weightkin
