//! The expected output of every case, compiled: a snapshot that does not compile fails the build.
#![forbid(unsafe_code)]
