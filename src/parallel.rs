//! The same work on many things, on all processors.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, PoisonError};

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

/// Works on every item, and gives the results in the order of the items to `take`, which asks for one after the other.
/// Whoever asks for one that is not there yet works meanwhile; [`AHEAD`] at most are there before they are asked for.
pub fn in_order<T: Send, R: Send, A>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = R>) -> A,
) -> A {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let queue = Mutex::new(Queue { items, given: 0, results: VecDeque::new(), is_over: false });
    let changed = Condvar::new();
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let finish = |place: usize, result| {
        let mut queue = lock();
        // Nobody asks any more for what has no place.
        let at = place.checked_sub(queue.given).and_then(|at| queue.results.get_mut(at));
        if let Some(at) = at {
            *at = Some(result);
        }
        changed.notify_all();
    };
    let help = || {
        let mut queue = lock();
        while !queue.is_over {
            queue = match queue.next() {
                Some((place, item)) => {
                    drop(queue);
                    finish(place, catch_unwind(AssertUnwindSafe(|| work(item))));
                    lock()
                }
                None => changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
        }
    };
    let mut results = std::iter::from_fn(|| {
        let mut queue = lock();
        loop {
            if let Some(Some(_)) = queue.results.front() {
                let result = queue.results.pop_front().flatten()?;
                queue.given += 1;
                changed.notify_all();
                drop(queue);
                return Some(result.unwrap_or_else(|panic| resume_unwind(panic)));
            }
            queue = match queue.next() {
                Some((place, item)) => {
                    drop(queue);
                    finish(place, Ok(work(item)));
                    lock()
                }
                None if queue.results.is_empty() => return None,
                None => changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
        }
    });
    std::thread::scope(|scope| {
        // Helpers go when nobody asks any more, be it because something has failed.
        let end = OnDrop(|| {
            lock().is_over = true;
            changed.notify_all();
        });
        for _ in 1..processors {
            // Where no thread can be started, whoever asks does all.
            if std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, help).is_err() {
                break;
            }
        }
        let taken = take(&mut results);
        drop(end);
        taken
    })
}

/// How many results are there, or in work, before they are asked for.
const AHEAD: usize = 8;

/// What [`in_order`] works on.
struct Queue<I, R> {
    /// What nobody works on yet.
    items: I,
    /// How many results were given away.
    given: usize,
    /// Those after them; none for what is in work.
    results: VecDeque<Option<std::thread::Result<R>>>,
    /// Whether nobody asks for more.
    is_over: bool,
}

impl<T, I: Iterator<Item = T>, R> Queue<I, R> {
    /// Something to work on, and its place among all items; none for the moment, or for good.
    fn next(&mut self) -> Option<(usize, T)> {
        let item = (self.results.len() < AHEAD).then(|| self.items.next()).flatten()?;
        self.results.push_back(None);
        Some((self.given + self.results.len() - 1, item))
    }
}

/// Does something when it goes.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
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
    fn results_are_given_in_the_order_of_the_items() {
        let slow = |n: u64| {
            std::thread::sleep(std::time::Duration::from_micros(n * 37 % 101));
            n * n
        };
        let squares = super::in_order(0..1000, slow, |squares| squares.collect::<Vec<_>>());
        assert!(squares.iter().zip(0..).all(|(square, n)| *square == n * n) && squares.len() == 1000);
        let first = super::in_order(0..u64::MAX, |n| n, |numbers| numbers.take(3).collect::<Vec<_>>());
        assert_eq!(first, [0, 1, 2], "work ends when nobody asks any more");
        assert_eq!(super::in_order(0..0, |n: u8| n, |numbers| numbers.count()), 0);
    }

    #[test]
    fn a_panic_reaches_whoever_asks() {
        for bad in [0, 7, 99] {
            let work = |n: u64| if n == bad { panic!("at {n}") } else { n };
            let asked = std::panic::catch_unwind(|| super::in_order(0..100, work, |all| all.sum::<u64>()));
            let panic = asked.expect_err("it panics");
            assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some(format!("at {bad}").as_str()));
        }
    }
}
