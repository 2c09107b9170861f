// Writes the checkpoints of the demonstration: a suspect, the donor of two of its encoders, and an
// innocent model of the donor's shapes whose norm gains have cosines of 0.99 with the donor's.
//
//   make_story DIRECTORY
//
// Everything is drawn from fixed seeds: the files are the same on every machine.

#include <cstdio>
#include <filesystem>

#include "components.hpp"

using namespace story;
using weightkin::dtype;

namespace {

// One seed per component, so that none depends on how much another has drawn.
constexpr std::uint64_t donor_seed = 101;
constexpr std::uint64_t suspect_seed = 202;
constexpr std::uint64_t innocent_seed = 303;
constexpr double tuning_amount = 0.10; // relative L2 of the suspect's vision tower to the donor's

random_stream stream_of(std::uint64_t model, std::uint64_t component) {
  return random_stream(model * 1000 + component);
}

made_component donor_vision() {
  random_stream random = stream_of(donor_seed, 1);
  return make_vision_tower(random);
}

made_component donor_audio() {
  random_stream random = stream_of(donor_seed, 2);
  return make_audio_encoder(random);
}

/// A multimodal donor: vision tower, audio encoder in f32, language model.
checkpoint_writer make_donor() {
  checkpoint_writer writer;
  add_all(writer, "visual.", donor_vision(), dtype::bf16);
  add_all(writer, "audio_tower.", donor_audio(), dtype::f32);
  random_stream language = stream_of(donor_seed, 3);
  add_all(writer, "", make_language_model(second_gains, language), dtype::bf16);
  return writer;
}

/// Its vision tower is the donor's, tuned; its audio encoder the donor's, rounded to bf16; the rest
/// is its own.
checkpoint_writer make_suspect() {
  checkpoint_writer writer;
  random_stream tuning = stream_of(suspect_seed, 1);
  add_all(writer, "model.vision_model.", tuned(donor_vision(), tuning_amount, tuning), dtype::bf16);
  add_all(writer, "model.audio_model.", donor_audio(), dtype::bf16);
  random_stream projector = stream_of(suspect_seed, 2);
  add_all(writer, "model.mm_projector.",
          make_projector(language_hidden, language_hidden, projector), dtype::bf16);
  random_stream language = stream_of(suspect_seed, 3);
  add_all(writer, "model.language_model.", make_language_model(first_gains, language), dtype::bf16);
  return writer;
}

/// All shapes are the donor's, nothing else is.
checkpoint_writer make_innocent() {
  checkpoint_writer writer;
  random_stream vision = stream_of(innocent_seed, 1);
  add_all(writer, "visual.", make_vision_tower(vision), dtype::bf16);
  random_stream audio = stream_of(innocent_seed, 2);
  add_all(writer, "audio_tower.", make_audio_encoder(audio), dtype::f32);
  random_stream language = stream_of(innocent_seed, 3);
  add_all(writer, "", make_language_model(first_gains, language), dtype::bf16);
  return writer;
}

bool write(const checkpoint_writer& model, const std::filesystem::path& path) {
  if (model.write(path.string())) return true;
  std::fprintf(stderr, "make_story: cannot write %s\n", path.string().c_str());
  return false;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_story DIRECTORY\n", stderr);
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  std::error_code ignored; // writing tells
  std::filesystem::create_directories(directory, ignored);
  const bool written = write(make_donor(), directory / "donor.safetensors") &&
                       write(make_suspect(), directory / "suspect.safetensors") &&
                       write(make_innocent(), directory / "innocent.safetensors");
  return written ? 0 : 2;
}
