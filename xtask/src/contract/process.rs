//! Processes that end with whoever started them.

use std::process::Child;

/// A process that is ended when this is dropped.
pub(super) struct Guarded(pub(super) Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended, which is all right.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
