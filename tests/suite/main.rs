//! The tests by feature: the program is run as a user runs it, on guides written in the test. `README.md` beside this file
//! says how to add one.

mod alone;
mod bad_input;
mod cache;
mod cache_inputs;
mod card_colours;
mod cards;
mod check;
mod check_fix;
mod deck;
mod epub;
mod epub_odd;
mod epub_pages;
mod epub_read_back;
mod epub_style;
mod example;
mod fit;
mod fonts;
mod golden;
mod guide_test;
mod import;
mod import_words;
mod init;
mod layout;
mod lock;
mod look;
mod losses;
mod mangled;
mod manual;
mod mathematics;
mod only;
mod output;
mod page_check;
mod pdf_merge;
mod press;
#[cfg(unix)]
mod progress;
mod ranges;
mod read;
#[cfg(unix)]
mod read_terminal;
mod same_bytes;
mod standards;
#[cfg(unix)]
mod watch;
