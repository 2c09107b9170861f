# The demonstration as tests: the checkpoints are written once, then every program reads them.
enable_testing()
set(story "${CMAKE_CURRENT_BINARY_DIR}/story_files")
add_test(NAME story_is_written COMMAND make_story "${story}")
set_tests_properties(story_is_written PROPERTIES FIXTURES_SETUP story LABELS example)

# weightkin_story_test(NAME WORDS COMMAND...): the program answers 0 and its output matches WORDS.
function(weightkin_story_test name words)
  add_test(NAME ${name} COMMAND ${ARGN})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED story LABELS example TIMEOUT 300
    PASS_REGULAR_EXPRESSION "${words}" FAIL_REGULAR_EXPRESSION "Sanitizer")
endfunction()

set(suspect "${story}/suspect.safetensors")
set(innocent "${story}/innocent.safetensors")
set(donor "${story}/donor.safetensors")
weightkin_story_test(example_compare_files
  "vision_encoder: derived\naudio_encoder: identical_after_cast\n"
  compare_files "${suspect}" "${donor}")
weightkin_story_test(example_compare_files_c
  "vision_encoder .* derived .*audio_encoder .* identical_after_cast "
  compare_files_c "${suspect}" "${donor}")
weightkin_story_test(example_compare_files_c_json "\"verdict\": \"identical_after_cast\""
  compare_files_c "${suspect}" "${donor}" --json)
weightkin_story_test(example_inspect_model
  "excluded: audio_tower.embed_positions.weight .f32, 2 axes.: deterministic"
  inspect_model "${donor}")
weightkin_story_test(example_suspect
  "vision_encoder .*= derived .fine_tuned.*audio_encoder .*= identical_after_cast.*language_model .*= no_shared_initialisation_found"
  weightkin compare "${suspect}" "${donor}")
weightkin_story_test(example_innocent "Overall: no_shared_initialisation_found"
  weightkin compare "${innocent}" "${donor}")
weightkin_story_test(example_inspect "vision_encoder .*audio_encoder .*language_model"
  weightkin inspect "${donor}" "${suspect}")

# These say what they found by their exit codes.
foreach(program compare_in_memory "draw_story;${story}")
  list(GET program 0 name)
  add_test(NAME example_${name} COMMAND ${program})
  set_tests_properties(example_${name} PROPERTIES FIXTURES_REQUIRED story LABELS example)
endforeach()

# The picture in the documentation is the one the demonstration draws, to the byte.
add_test(NAME example_picture_in_docs COMMAND ${CMAKE_COMMAND} -E compare_files
  "${story}/story.svg" "${PROJECT_SOURCE_DIR}/docs/story.svg")
set_tests_properties(example_picture_in_docs PROPERTIES FIXTURES_REQUIRED story LABELS example
  DEPENDS example_draw_story)

# Exit codes, files and messages of the command.
add_test(NAME example_command COMMAND Python3::Interpreter -B
  "${CMAKE_CURRENT_SOURCE_DIR}/cli/command_test.py" $<TARGET_FILE:weightkin> "${story}")
set_tests_properties(example_command PROPERTIES FIXTURES_REQUIRED story LABELS example TIMEOUT 300)
add_test(NAME example_many_models COMMAND Python3::Interpreter -B
  "${CMAKE_CURRENT_SOURCE_DIR}/cli/many_models_test.py" $<TARGET_FILE:weightkin>)
set_tests_properties(example_many_models PROPERTIES LABELS example TIMEOUT 300)
add_test(NAME example_results COMMAND Python3::Interpreter -B
  "${CMAKE_CURRENT_SOURCE_DIR}/cli/results_test.py" $<TARGET_FILE:weightkin> "${story}")
set_tests_properties(example_results PROPERTIES FIXTURES_REQUIRED story LABELS example TIMEOUT 300)
