# berm_folder(<target> [DEPS folder...] [THIRD_PARTY name...])
#
# Makes the current source folder one static library out of its *.cpp, and one test program
# `<target>_test` out of its *_test.cpp. DEPS names the folders (by path) whose headers this folder may
# include; tests/layers compares every #include with it. THIRD_PARTY names targets of BermThirdParty.
function(berm_folder target)
  cmake_parse_arguments(ARG "" "" "DEPS;THIRD_PARTY;TEST_DEPS;TEST_THIRD_PARTY" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(berm_${target} STATIC ${sources})
    set(visibility PUBLIC)
  else()
    add_library(berm_${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(berm_${target} ${visibility} ${CMAKE_SOURCE_DIR})
  berm_link_folders(berm_${target} ${visibility} ${ARG_DEPS})
  foreach(library ${ARG_THIRD_PARTY})
    target_link_libraries(berm_${target} ${visibility} berm_3p_${library})
  endforeach()

  if(tests)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE berm_${target} GTest::gtest_main GTest::gmock)
    berm_link_folders(${target}_test PRIVATE ${ARG_TEST_DEPS})
    foreach(library ${ARG_TEST_THIRD_PARTY})
      target_link_libraries(${target}_test PRIVATE berm_3p_${library})
    endforeach()
    target_compile_definitions(${target}_test PRIVATE
      BERM_SOURCE_DIR="${CMAKE_SOURCE_DIR}" BERM_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
    # What tests say themselves takes little time, and half as long to compile.
    if(BERM_SANITIZE)
      target_compile_options(${target}_test PRIVATE -O0)
    endif()
    add_test(NAME ${target} COMMAND ${target}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# A folder's path names its target: compiler/ast is berm_compiler_ast.
function(berm_link_folders target visibility)
  foreach(folder ${ARGN})
    string(REPLACE "/" "_" name ${folder})
    target_link_libraries(${target} ${visibility} berm_${name})
  endforeach()
endfunction()
