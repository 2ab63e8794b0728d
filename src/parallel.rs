//! The same work on many things, on all processors.

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

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let squares = super::map((0..100_u64).collect(), |n| n * n);
        assert!(squares.iter().zip(0..).all(|(square, n)| *square == n * n) && squares.len() == 100);
        assert!(super::map(Vec::<u8>::new(), |n| n).is_empty());
    }
}
