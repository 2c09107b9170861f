# Compiling the sources of one folder together reads their headers once: a third of the time for a
# whole build, more for one after a single change. Never needed for a right build.
option(WEIGHTKIN_UNITY "compile each folder's sources as one" OFF)

# weightkin_unity(TARGET): joins the sources of each folder of a target where that is
# asked for. Names in unnamed namespaces have to differ within a folder.
function(weightkin_unity target)
  if(NOT WEIGHTKIN_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # A local may be called like another file's global, and a type of a joined file is no header's.
  target_compile_options(${target} PRIVATE -Wno-shadow
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  get_target_property(sources ${target} SOURCES)
  get_target_property(top ${target} SOURCE_DIR)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${top}")
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(GET folder STEM folder)
    set_source_files_properties("${source}" TARGET_DIRECTORY ${target}
      PROPERTIES UNITY_GROUP "${folder}")
  endforeach()
endfunction()
