//! Spelling in parallel: the parts of a page do not know of each other, and stand in it in their own order.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

/// Fewer parts than this are not worth a thread.
const FEW: usize = 32;

/// More threads than this would wait for memory.
const MOST: usize = 8;

/// As much as the main thread has: types stand in each other.
const STACK: usize = 8 << 20;

/// Parts that a thread takes at a time.
const HANDFUL: usize = 16;

/// What becomes of each part, in their order.
pub(crate) fn each<T: Sync, R: Send>(parts: &[T], spell: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads =
        thread::available_parallelism().map_or(1, NonZero::get).min(MOST).min(parts.len() / FEW + 1);
    if threads < 2 {
        return parts.iter().map(spell).collect();
    }
    let waiting = Mutex::new(parts.chunks(HANDFUL).enumerate());
    let next = || waiting.lock().ok().and_then(|mut it| it.next());
    let work = || {
        let mut done = Vec::new();
        while let Some((place, parts)) = next() {
            done.push((place, parts.iter().map(&spell).collect::<Vec<R>>()));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        // Where the system has no thread to give, those that there are do it all.
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(further) => done.extend(further),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().flat_map(|(_, parts)| parts).collect()
}
