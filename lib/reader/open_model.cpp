#include <algorithm>
#include <array>

#include "reader/foreign_formats.hpp"
#include "reader/format_table.hpp"
#include "reader/layout/undo_layout.hpp"
#include "reader/opened_model.hpp"
#include "reader/quantised/fold_tensors.hpp"

namespace weightkin {

result<opened_model> open_model(const std::shared_ptr<const byte_source>& bytes,
                                sibling_files& beside, const open_options& options) {
  const read_request request{bytes, options, beside};
  auto contents = read_file(request);
  if (!contents) return std::move(contents).error();
  if (auto folded = fold_tensors(*contents, beside, options); !folded)
    return std::move(folded).error();
  if (options.undo_layout)
    if (auto undone = undo_layout(*contents, beside, options); !undone)
      return std::move(undone).error();
  opened_model model{std::move(*contents), {{bytes->label(), bytes->size()}}};
  for (const checkpoint_file& file : beside.opened())
    model.files.push_back(file);
  return model;
}

} // namespace weightkin
