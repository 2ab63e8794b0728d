//! Which lines differ between wrong code and the right code beside it.

/// For each line of `wrong` and of `right`, whether it has no counterpart in the other.
///
/// Lines are compared without the space around them, along the longest common subsequence. Where nothing is common, no
/// line is marked: marking every line says nothing.
pub fn differing<S: AsRef<str>>(wrong: &[S], right: &[S]) -> (Vec<bool>, Vec<bool>) {
    let wrong: Vec<&str> = wrong.iter().map(|line| line.as_ref().trim()).collect();
    let right: Vec<&str> = right.iter().map(|line| line.as_ref().trim()).collect();
    // Long listings are not worth the time: those on cards and sheets have a dozen lines.
    if wrong.len().saturating_mul(right.len()) > 250_000 {
        return (vec![false; wrong.len()], vec![false; right.len()]);
    }
    let same = |i: usize, j: usize| wrong[i] == right[j];
    // common[i][j]: the length of the longest common subsequence of wrong[i..] and right[j..].
    let mut common = vec![vec![0u32; right.len() + 1]; wrong.len() + 1];
    for i in (0..wrong.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i][j] = if same(i, j) { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let mut marks = (vec![true; wrong.len()], vec![true; right.len()]);
    let (mut i, mut j, mut telling) = (0, 0, false);
    while i < wrong.len() && j < right.len() {
        if same(i, j) {
            telling |= !wrong[i].is_empty();
            (marks.0[i], marks.1[j]) = (false, false);
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    let blank = |lines: &[&str], marks: &mut [bool]| {
        lines.iter().zip(marks).for_each(|(line, mark)| *mark &= telling && !line.is_empty());
    };
    blank(&wrong, &mut marks.0);
    blank(&right, &mut marks.1);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_without_a_counterpart_are_marked() {
        let wrong = ["def add(x, to=[]):", "    to.append(x)", "", "    return to"];
        let right =
            ["def add(x, to=None):", "    if to is None:", "        to = []", "    to.append(x)", "    return to"];
        let (bad, good) = differing(&wrong, &right);
        assert_eq!(bad, [true, false, false, false]);
        assert_eq!(good, [true, true, true, false, false]);
    }

    #[test]
    fn nothing_is_marked_where_nothing_is_common() {
        assert_eq!(differing(&["a", ""], &["b", ""]), (vec![false, false], vec![false, false]));
        assert_eq!(differing(&[] as &[&str], &["b"]), (vec![], vec![false]));
    }
}
