// What the commands of `berm` share.
#pragma once

#include <cstdint>
#include <memory>

#include "apps/common/terminal.h"
#include "compiler/driver/driver.h"

namespace berm::app {

// The largest policy document that a command reads.
inline constexpr uint64_t kMaxPolicyBytes = 1 << 20;

// Loads and checks; prints what was found wrong. Null where there were errors.
std::unique_ptr<driver::Project> load(const Common& common, const driver::LoadOptions& options = {});

// Each adds its subcommand, which sets what the program ends with.
void add_build(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_test(CLI::App& app, int& exit_code);
void add_mock(CLI::App& app, int& exit_code);
void add_grant(CLI::App& app, int& exit_code);
void add_lint_policy(CLI::App& app, int& exit_code);
void add_sim(CLI::App& app, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);

}  // namespace berm::app
