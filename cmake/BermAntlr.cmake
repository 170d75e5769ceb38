# berm_antlr(<target> GRAMMAR <file.g4>)
#
# The lexer and parser that the ANTLR tool makes of a grammar, as a static library without warnings, and
# always optimised: the generated code is not what anyone steps through.
function(berm_antlr target)
  cmake_parse_arguments(ARG "" "GRAMMAR" "" ${ARGN})
  get_filename_component(name ${ARG_GRAMMAR} NAME_WE)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(generated ${directory}/${name}Lexer.cpp ${directory}/${name}Parser.cpp)
  # The tool writes beside the grammar's relative path, so it runs in the grammar's own folder.
  get_filename_component(folder ${ARG_GRAMMAR} DIRECTORY)
  add_custom_command(
    OUTPUT ${generated} ${directory}/${name}Lexer.h ${directory}/${name}Parser.h
    COMMAND ${ANTLR4_TOOL} -Dlanguage=Cpp -no-listener -package berm::generated -Werror -o ${directory} ${name}.g4
    COMMAND ${CMAKE_COMMAND} -P ${CMAKE_SOURCE_DIR}/cmake/AntlrLazy.cmake ${generated}
    WORKING_DIRECTORY ${folder}
    DEPENDS ${ARG_GRAMMAR} ${CMAKE_SOURCE_DIR}/cmake/AntlrLazy.cmake
    COMMENT "Generating the parser from ${name}.g4"
    VERBATIM)
  add_library(${target} STATIC ${generated})
  target_include_directories(${target} SYSTEM INTERFACE ${directory})
  target_link_libraries(${target} PUBLIC berm_3p_antlr)
  # The tool writes u8"…" where its runtime takes char.
  target_compile_options(${target} PRIVATE -w -O1 -fno-char8_t)
endfunction()
