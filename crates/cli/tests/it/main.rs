//! The command as a process, in one binary.
#![expect(clippy::expect_used, reason = "a test says what it stands on by failing without it")]

mod cache;
mod command;
mod folder;
mod stages;
