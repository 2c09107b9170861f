use crate::error::Result;
use std::ops::Range;

/// Goes through what a handle holds, one call a step.
pub struct Items<'h, T> {
    left: Range<usize>,
    get: Box<dyn Fn(usize) -> Result<T> + 'h>,
}

impl<'h, T> Items<'h, T> {
    pub(crate) fn new(count: usize, get: impl Fn(usize) -> Result<T> + 'h) -> Self {
        Items {
            left: 0..count,
            get: Box::new(get),
        }
    }
}

impl<T> Iterator for Items<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left.next().map(|index| (self.get)(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl<T> DoubleEndedIterator for Items<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left.next_back().map(|index| (self.get)(index))
    }
}

impl<T> ExactSizeIterator for Items<'_, T> {}
