# The three targets a user can link: weightkin::headers, weightkin::weightkin, weightkin::c.
# No target is called plain "weightkin": that name is left to the command.

# Compiled libraries that our objects call. Header-only ones (Eigen, xtensor, nlohmann-json) are
# gone once we are compiled and are named by the modules that use them. A macro: to be called once
# they have been found.
macro(weightkin_linked_libraries)
  # zstd's target is called after how it was built.
  set(weightkin_zstd zstd::libzstd_shared)
  foreach(target zstd::libzstd_static zstd::libzstd zstd::libzstd_shared)
    if(TARGET ${target})
      set(weightkin_zstd ${target})
    endif()
  endforeach()
  set(weightkin_link_libraries ZLIB::ZLIB Snappy::snappy ${weightkin_zstd} blosc::blosc hwy::hwy
    OpenSSL::Crypto SQLite::SQLite3 yaml::yaml)
  if(WEIGHTKIN_POSTGRESQL)
    list(APPEND weightkin_link_libraries PostgreSQL::PostgreSQL)
  endif()
endmacro()

# weightkin::headers: what can be used without a compiled library.
function(weightkin_headers)
  add_library(weightkin_headers INTERFACE)
  add_library(weightkin::headers ALIAS weightkin_headers)
  set_target_properties(weightkin_headers PROPERTIES EXPORT_NAME headers)
  target_include_directories(weightkin_headers INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  target_compile_features(weightkin_headers INTERFACE cxx_std_20)
  target_link_libraries(weightkin_headers INTERFACE Threads::Threads)
endfunction()

# Sets `variable` to the objects of every module declared so far.
function(weightkin_objects variable)
  get_property(modules GLOBAL PROPERTY weightkin_modules)
  list(TRANSFORM modules PREPEND "$<TARGET_OBJECTS:")
  list(TRANSFORM modules APPEND ">")
  set(${variable} ${modules} PARENT_SCOPE)
endfunction()

# weightkin::weightkin: all modules, static unless BUILD_SHARED_LIBS.
function(weightkin_library)
  weightkin_objects(objects)
  add_library(weightkin_library ${objects})
  add_library(weightkin::weightkin ALIAS weightkin_library)
  set_target_properties(weightkin_library PROPERTIES EXPORT_NAME weightkin OUTPUT_NAME weightkin
    LINKER_LANGUAGE CXX VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_link_libraries(weightkin_library PUBLIC weightkin_headers PRIVATE ${weightkin_link_libraries})
  if(BUILD_SHARED_LIBS)
    weightkin_version_script(weightkin_library "${PROJECT_SOURCE_DIR}/cmake/weightkin.map")
  endif()
endfunction()

# weightkin_c_library(SOURCES file...)
# weightkin::c: libweightkin_c.so, which shows nothing but wkin_* and asks nothing of its user.
# Called by capi/CMakeLists.txt, beside its sources.
function(weightkin_c_library)
  cmake_parse_arguments(arg "" "" "SOURCES" ${ARGN})
  weightkin_objects(objects)
  add_library(weightkin_c SHARED ${arg_SOURCES} ${objects})
  add_library(weightkin::c ALIAS weightkin_c)
  set_target_properties(weightkin_c PROPERTIES EXPORT_NAME c VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR} CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden
    C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(weightkin_c
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/capi/include> $<INSTALL_INTERFACE:include>
    PRIVATE "${PROJECT_SOURCE_DIR}/capi" "${PROJECT_SOURCE_DIR}/lib")
  # BUILD_INTERFACE keeps these out of the installed target: its user needs none of them.
  foreach(library weightkin_headers ${weightkin_link_libraries})
    target_link_libraries(weightkin_c PRIVATE $<BUILD_INTERFACE:${library}>)
  endforeach()
  # Debug information of the boundary is what the ABI check reads; paths in it stay relative.
  target_compile_options(weightkin_c PRIVATE ${weightkin_compile_options} -g
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")
  weightkin_unity(weightkin_c)
  # A test links the library with other objects of these two.
  set_source_files_properties(allocator_c.cpp features_c.cpp PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON)
  if(WEIGHTKIN_C_ALLOCATOR)
    weightkin_allocator_hook(weightkin_c)
  endif()
  weightkin_version_script(weightkin_c "${PROJECT_SOURCE_DIR}/capi/weightkin.map")
endfunction()

# A shared C++ library would release what ours takes, and the other way round: capi/allocator_c.cpp.
function(weightkin_allocator_hook target)
  target_compile_definitions(${target} PRIVATE WEIGHTKIN_C_ALLOCATOR)
  target_link_options(${target} PRIVATE -static-libstdc++)
endfunction()

function(weightkin_version_script target map)
  target_link_options(${target} PRIVATE "LINKER:--version-script=${map}" LINKER:--exclude-libs,ALL)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${map}")
endfunction()
