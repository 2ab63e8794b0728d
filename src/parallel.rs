//! The same work on many things, on all processors.

use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

/// The stack of a thread: trees are walked by recursion, to a bounded depth.
const STACK: usize = 64 << 20;

/// Works on every item; the results stand in the order of the items, whichever was done first.
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let helpers = processors.min(items.len()).saturating_sub(1);
    let queue = Mutex::new(items.into_iter().enumerate());
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    let work = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((i, item)) = next else { return };
            let result = work(item);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..helpers {
            // Where no thread can be started, this one does all.
            if std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Makes things on a thread of its own, while those made before are taken.
pub fn ahead<T: Send, R>(
    make: impl Iterator<Item = T> + Send,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    let make = Mutex::new(make);
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        let source = &make;
        let started = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
            let mut make = source.lock().unwrap_or_else(PoisonError::into_inner);
            // Nobody takes any more once something has failed.
            for item in &mut *make {
                if send.send(item).is_err() {
                    break;
                }
            }
        });
        match started {
            Ok(_) => take(&mut receive.into_iter()),
            // Where no thread can be started, things are made when they are taken.
            Err(_) => take(&mut *make.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let squares = super::map((0..100_u64).collect(), |n| n * n);
        assert!(squares.iter().zip(0..).all(|(square, n)| *square == n * n) && squares.len() == 100);
        assert!(super::map(Vec::<u8>::new(), |n| n).is_empty());
    }

    #[test]
    fn things_are_taken_in_the_order_in_which_they_are_made() {
        assert_eq!(super::ahead((0..100_u64).map(|n| n * n), |squares| squares.sum::<u64>()), 328_350);
        let first = super::ahead(0..u64::MAX, |numbers| numbers.take(3).collect::<Vec<_>>());
        assert_eq!(first, [0, 1, 2], "making ends when nobody takes any more");
    }
}
