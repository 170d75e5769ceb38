/* Decides one call by a compiled program: decide PROGRAM ACTION RESOURCE PRINCIPAL-ARN */
#include <berm.h>
#include <stdio.h>
#include <string.h>

static berm_text text(const char* words) {
  berm_text out = {words, strlen(words)};
  return out;
}

static int decide(berm_decider* decider, const berm_program* program, char** arguments) {
  berm_text principal = text(arguments[2]), secure = text("true");
  berm_key keys[] = {{text("aws:PrincipalArn"), &principal, 1}, {text("aws:SecureTransport"), &secure, 1}};
  berm_request request = {text(arguments[0]), text(arguments[1]), text(""), keys, 2};
  berm_answer answer;
  if (berm_decide(decider, &request, &answer) != BERM_OK) {
    fprintf(stderr, "%s\n", berm_message(decider));
    return 3;
  }
  puts(answer.denied ? "denied" : "not denied");
  for (size_t i = 0; i < answer.rule_count; ++i) {
    berm_text name = berm_rule_name(program, answer.rules[i]);
    printf("  by %.*s\n", (int)name.size, name.data);
  }
  return answer.denied;
}

int main(int count, char** arguments) {
  if (count != 5) return 3;
  char message[256];
  berm_program* program = NULL;
  if (berm_open(arguments[1], &program, message, sizeof message) != BERM_OK) {
    fprintf(stderr, "%s\n", message);
    return 3;
  }
  berm_decider* decider = NULL;
  int result = 3;
  if (berm_decider_new(program, &decider) == BERM_OK) result = decide(decider, program, arguments + 2);
  berm_decider_free(decider);
  berm_close(program);
  return result;
}
