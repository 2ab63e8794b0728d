//! `--sections`: one grammar for every command.

use crate::guide_test::GuideTest;
use snapbox::str;

/// The sections a range selects, as `list --json` tells.
fn selected(test: &GuideTest, arguments: &[&str]) -> Vec<u64> {
    let run = test.run(&[&["list", "--json"], arguments].concat());
    let value = run.code(0).json();
    value["sections"].as_array().expect("a list").iter().filter_map(|section| section["number"].as_u64()).collect()
}

#[test]
fn every_form_selects_in_guide_order_without_duplicates() {
    let test = GuideTest::with_gaps();
    for (range, expected) in [
        (&["-s", "7"][..], &[7][..]),
        (&["-s", "2-7"], &[2, 4, 7]),
        (&["-s", "7-"], &[7, 8, 9]),
        (&["-s", "-4"], &[1, 2, 4]),
        (&["--sections=-4"], &[1, 2, 4]),
        (&["-s-4"], &[1, 2, 4]),
        (&["-s", "9,1,functions"], &[1, 4, 9]),
        (&["-s", "1,4,7-9"], &[1, 4, 7, 8, 9]),
        (&["-s", " 1 , 4 - 8 "], &[1, 4, 7, 8]),
        (&["-s", "all-of-threads"], &[9]),
        (&["-s", "4-7,2-8"], &[2, 4, 7, 8]),
        (&["-s", "2", "-s", "functions"], &[2, 4]),
        (&[], &[1, 2, 4, 7, 8, 9]),
    ] {
        assert_eq!(selected(&test, range), expected, "{range:?}");
    }
}

#[test]
fn a_range_is_the_union_of_its_parts() {
    let test = GuideTest::with_gaps();
    let whole = selected(&test, &["-s", "2-8"]);
    let parts = selected(&test, &["-s", "2-4,7,8"]);
    assert_eq!(whole, parts);
}

/// The message of a bad range; every exporter refuses it alike, and leaves nothing behind.
#[track_caller]
fn refused(range: &str, expected: impl snapbox::IntoData) {
    let test = GuideTest::with_gaps();
    let before = test.files(".");
    let run = test.run(&["all", "-q", "-s", range]);
    run.code(2).says(expected);
    for command in ["pdf", "anki", "epub", "list"] {
        let other = test.run(&[command, "-q", "-s", range]);
        assert_eq!((other.code, &other.stderr), (Some(2), &run.stderr), "{command}");
    }
    assert_eq!(test.files("."), before);
}

#[test]
fn a_range_that_runs_backwards() {
    refused(
        "9-7",
        str![[r#"
error[bad-range]: the range `9-7` ends before it begins
 |
 = help: did you mean `7-9`? the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn section_zero() {
    refused(
        "0",
        str![[r#"
error[bad-range]: `0`: sections are numbered from 1
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn a_number_that_names_no_section() {
    refused(
        "1,3",
        str![[r#"
error[bad-range]: there is no section 3
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_end_point_that_names_no_section() {
    refused(
        "2-6",
        str![[r#"
error[bad-range]: there is no section 6 in `2-6`
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_open_range_beyond_the_end() {
    refused(
        "10-",
        str![[r#"
error[bad-range]: there is no section 10 in `10-`
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_open_range_before_the_start() {
    refused(
        "-0",
        str![[r#"
error[bad-range]: `-0`: sections are numbered from 1
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_empty_item() {
    refused(
        "1,,4",
        str![[r#"
error[bad-range]: `1,,4` has an empty item
 |
 = help: write sections such as 6-9,12; the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_empty_range() {
    refused(
        "",
        str![[r#"
error[bad-range]: the range is empty
 |
 = help: write sections such as 6-9,12; the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn an_unknown_name_is_corrected() {
    refused(
        "fucntions",
        str![[r#"
error[bad-range]: `fucntions` is no section
 |
 = help: did you mean `functions`? the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn a_name_like_no_other() {
    refused(
        "zzz",
        str![[r#"
error[bad-range]: `zzz` is no section
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn a_lone_hyphen() {
    refused(
        "-",
        str![[r#"
error[bad-range]: `-` is no section
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}

#[test]
fn a_number_too_large() {
    refused(
        "99999999999",
        str![[r#"
error[bad-range]: there is no section 99999999999
 |
 = help: the guide has sections 1 (basics), 2 (types), 4 (functions), 7 (exceptions), 8 (iterators), 9 (threads)

1 error

"#]],
    );
}
