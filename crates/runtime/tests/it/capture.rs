//! Everything that is told to `tracing` and to `log`, at every level and by whichever crate.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static SHOWN: Mutex<String> = Mutex::new(String::new());
static INSTALL: Once = Once::new();

/// Begins to capture; the process does so until its end, whichever tests run in it.
pub(crate) fn start() {
    INSTALL.call_once(|| {
        tracing::subscriber::set_global_default(Everything).unwrap();
        log::set_logger(&Everything).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What was told so far.
pub(crate) fn shown() -> String {
    SHOWN.lock().unwrap().clone()
}

struct Everything;

/// Writes fields down.
struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(self.0, "{field} = {value:?}");
    }
}

fn tell(metadata: &Metadata<'_>, record: impl FnOnce(&mut Fields<'_>)) {
    let mut shown = SHOWN.lock().unwrap();
    let _ = writeln!(shown, "{} {}", metadata.target(), metadata.name());
    record(&mut Fields(&mut shown));
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        tell(span.metadata(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut SHOWN.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        tell(event.metadata(), |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let _ = writeln!(SHOWN.lock().unwrap(), "{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}
