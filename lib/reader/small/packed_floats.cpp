#include "reader/small/packed_floats.hpp"

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

void packed_floats::add(std::string name, std::vector<std::uint64_t> shape) {
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.shape = std::move(shape);
  tensor.offset = at_;
  tensor.storage_offset = at_;
  at_ += element_count(tensor) * sizeof(float);
  tensors_.push_back(std::move(tensor));
}

std::vector<stored_tensor> packed_floats::in(const std::shared_ptr<const byte_source>& bytes) && {
  for (stored_tensor& tensor : tensors_)
    tensor.bytes = bytes;
  return std::move(tensors_);
}

} // namespace weightkin
