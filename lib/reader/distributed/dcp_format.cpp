#include "reader/distributed/dcp_format.hpp"

#include <algorithm>
#include <tuple>

#include "reader/decode/decoded_elements.hpp"
#include "reader/distributed/assembled_tensor.hpp"
#include "reader/distributed/dcp_metadata.hpp"
#include "reader/files/byte_window.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/pickle/pickle_sniff.hpp"
#include "reader/torch/torch_zip_format.hpp"
#include "reader/wire/little_endian.hpp"

// PyTorch's distributed checkpoint is a folder. Each process writes its pieces of the tensors into
// data files of its own, one torch.save archive after the other; the file `.metadata`, a pickle of
// plain classes, says which tensors there are, which boxes they were cut into, and where in which
// data file each box lies. The pieces must fill each tensor exactly.
namespace weightkin {
namespace {

using detail::escaped;

constexpr std::string_view format_name = "torch-distributed";
constexpr std::string_view first_class = "torch.distributed.checkpoint.metadata";

class dcp_reader {
public:
  dcp_reader(const std::shared_ptr<const byte_source>& metadata, sibling_files& beside,
             std::string_view folder, const open_options& options)
      : metadata_(metadata), beside_(beside), folder_(folder), options_(options) {}

  result<file_contents> run();

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return detail::bad_file(why, metadata_->label(), what);
  }
  result<void> open_file(std::uint32_t path);
  result<void> open_files();
  result<stored_tensor> read_tensor(const dcp_tensor& tensor);
  result<stored_tensor> read_chunk(const dcp_tensor& tensor, const dcp_chunk& chunk);

  std::shared_ptr<const byte_source> metadata_;
  sibling_files& beside_;
  std::string_view folder_;
  const open_options& options_;
  dcp_metadata described_;
  std::vector<std::shared_ptr<const byte_source>> files_;
};

bool is_empty(const dcp_tensor& tensor) {
  return std::find(tensor.shape.begin(), tensor.shape.end(), 0U) != tensor.shape.end();
}

result<void> dcp_reader::open_file(std::uint32_t path) {
  auto file = beside_.open(std::string(folder_) + described_.paths[path]);
  if (!file)
    return error{file.error().code, metadata_->label() + ": " + file.error().message,
                 file.error().why};
  files_[path] = std::move(*file);
  return {};
}

/// Opens the data files. Each range must lie inside its file, and no two may share a byte, so that
/// all of them together are read in time linear in the files.
result<void> dcp_reader::open_files() {
  if (described_.paths.size() > options_.limits.shards)
    return fail(fault::limit, "too many data files");
  files_.resize(described_.paths.size());
  std::vector<const dcp_chunk*> ranges;
  for (const dcp_tensor& tensor : described_.tensors)
    for (const dcp_chunk& chunk : tensor.chunks)
      ranges.push_back(&chunk);
  std::sort(ranges.begin(), ranges.end(), [](const dcp_chunk* a, const dcp_chunk* b) {
    return std::tie(a->path, a->offset) < std::tie(b->path, b->offset);
  });
  std::uint64_t taken = 0; // the end of the ranges so far in this file
  for (const dcp_chunk* range : ranges) {
    if (files_[range->path] == nullptr) {
      if (auto opened = open_file(range->path); !opened) return opened;
      taken = 0;
    }
    const auto refuse = [&](fault why, const char* what) {
      return fail(why, std::string(what) + escaped(described_.paths[range->path]) + ", at byte " +
                           std::to_string(range->offset));
    };
    const std::uint64_t size = files_[range->path]->size();
    if (range->offset > size || range->length > size - range->offset)
      return refuse(fault::bounds, "a piece lies past the end of ");
    if (range->offset < taken) return refuse(fault::overlap, "two pieces share bytes of ");
    taken = range->offset + range->length;
  }
  return {};
}

/// A range holds one tensor by itself, saved as any other object would be.
result<stored_tensor> dcp_reader::read_chunk(const dcp_tensor& tensor, const dcp_chunk& chunk) {
  const auto& file = files_[chunk.path];
  const auto window = window_of(file, chunk.offset, chunk.length,
                                file->label() + " from byte " + std::to_string(chunk.offset));
  auto contents = read_torch_zip(window, options_);
  if (!contents) return std::move(contents).error();
  const auto refuse = [&](fault why, const char* what) {
    return detail::bad_file(why, window->label(), "tensor " + escaped(tensor.name) + ": " + what);
  };
  if (contents->tensors.size() != 1)
    return refuse(fault::format, "this piece is not one tensor by itself");
  stored_tensor& stored = contents->tensors.front();
  if (stored.shape != chunk.box.sizes)
    return refuse(fault::shape, "this piece has another shape than described");
  if (!is_byte_sized(stored.type) || (tensor.type.has_value() && stored.type != *tensor.type))
    return refuse(fault::dtype, "this piece has another element type than described");
  return std::move(stored);
}

result<stored_tensor> dcp_reader::read_tensor(const dcp_tensor& tensor) {
  if (is_empty(tensor)) {
    stored_tensor none;
    none.name = tensor.name;
    none.type = tensor.type.value_or(dtype::f32);
    none.shape = tensor.shape;
    none.bytes = metadata_;
    return none;
  }
  std::vector<tensor_tile> tiles;
  for (const dcp_chunk& chunk : tensor.chunks) {
    auto stored = read_chunk(tensor, chunk);
    if (!stored) return stored;
    if (!tiles.empty() && stored->type != tiles.front().stored.type)
      return fail(fault::dtype, "tensor " + escaped(tensor.name) + ": its pieces differ in type");
    tiles.push_back({chunk.box, std::move(*stored)});
  }
  return assemble_tensor(tensor.name, tensor.shape, tensor.tree, tiles);
}

result<file_contents> dcp_reader::run() {
  pickle_rules rules;
  rules.limits = options_.limits;
  rules.lenient = options_.lenient_pickle;
  rules.distributed_metadata = true;
  const auto done = run_pickle(*metadata_, 0, metadata_->size(), rules);
  if (!done) return done.error();
  auto parsed = parse_dcp_metadata(done->values, done->root, metadata_->label(), options_.limits);
  if (!parsed) return std::move(parsed).error();
  described_ = std::move(*parsed);
  if (auto opened = open_files(); !opened) return std::move(opened).error();
  file_contents contents;
  contents.format = format_name;
  for (const dcp_tensor& described : described_.tensors) {
    auto tensor = read_tensor(described);
    if (!tensor) return std::move(tensor).error();
    contents.tensors.push_back(std::move(*tensor));
  }
  if (described_.other_values != 0)
    contents.warnings.push_back(metadata_->label() + ": " +
                                std::to_string(described_.other_values) +
                                " entries are no tensors and are not read");
  return contents;
}

bool recognises(const format_probe& probe) {
  return looks_like_pickle(probe.head) &&
         as_text(probe.head).find(first_class) != std::string_view::npos;
}

} // namespace

result<file_contents> read_dcp(const std::shared_ptr<const byte_source>& metadata,
                               sibling_files& beside, std::string_view folder,
                               const open_options& options) {
  return dcp_reader(metadata, beside, folder, options).run();
}

const format_row dcp_format{format_name, recognises, [](const read_request& request) {
                              return read_dcp(request.bytes, request.beside, "", request.options);
                            }};

} // namespace weightkin
