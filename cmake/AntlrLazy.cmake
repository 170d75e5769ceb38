# cmake -P AntlrLazy.cmake <generated .cpp>...
#
# The ANTLR tool makes its tables before main, two thirds of what starting the program costs; nobody who parses nothing
# should pay for them. Here they are made by the first lexer or parser instead.
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE 3 ${last})
  set(file ${CMAKE_ARGV${index}})
  get_filename_component(class ${file} NAME_WE)
  file(READ ${file} text)
  set(eager "${class}::Initializer ${class}::_init;\n")
  string(FIND "${text}" "${eager}" found)
  if(NOT text MATCHES "\n(${class}::${class}\\([^\n]*\\) : (Lexer|Parser)\\(input\\) {\n)" OR found EQUAL -1)
    message(FATAL_ERROR "${file}: not as the ANTLR tool used to write it")
  endif()
  string(REPLACE "${CMAKE_MATCH_1}" "${CMAKE_MATCH_1}  static const Initializer initializer;\n" text "${text}")
  string(REPLACE "${eager}" "" text "${text}")
  file(WRITE ${file} "${text}")
endforeach()
