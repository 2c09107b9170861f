#include "reader/layout/layout_note.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace weightkin {

void note_layout(stored_tensor& tensor, std::string rule, double undo_error) {
  auto encoding = tensor.encoding ? std::make_shared<stored_encoding>(*tensor.encoding)
                                  : std::make_shared<stored_encoding>();
  encoding->layout.push_back(std::move(rule));
  encoding->undo_error = std::max(encoding->undo_error, undo_error);
  tensor.encoding = std::move(encoding);
}

} // namespace weightkin
