//! What in an export is talk and no text of the guide: who speaks, and requests and offers to go on.

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person who asks.
    User,
    /// The assistant that answers.
    Assistant,
}

/// A line that says who speaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Speaker<'t> {
    /// Who.
    pub who: Who,
    /// Whether it can be nothing else. `User:` is a speaker only where an assistant speaks too.
    pub is_sure: bool,
    /// Whether a colon or `said` stands behind the name.
    pub has_sign: bool,
    /// What stands behind it on the line.
    pub rest: &'t str,
}

/// Names of speakers, and whether the name with a colon can be nothing else.
const NAMES: [(&str, Who, bool); 17] = [
    ("you", Who::User, true),
    ("user", Who::User, false),
    ("human", Who::User, false),
    ("me", Who::User, false),
    ("prompt", Who::User, false),
    ("assistant", Who::Assistant, false),
    ("chatgpt", Who::Assistant, true),
    ("gpt-4o", Who::Assistant, true),
    ("gpt-4", Who::Assistant, true),
    ("claude", Who::Assistant, true),
    ("gemini", Who::Assistant, true),
    ("copilot", Who::Assistant, true),
    ("deepseek", Who::Assistant, true),
    ("grok", Who::Assistant, true),
    ("model", Who::Assistant, false),
    ("response", Who::Assistant, false),
    ("ai", Who::Assistant, false),
];

/// Reads a line that says who speaks: `**You:** …`, `ChatGPT said:`, `## Assistant`.
pub fn speaker(line: &str) -> Option<Speaker<'_>> {
    let bare = line.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    NAMES.iter().find_map(|(name, who, is_own)| {
        bare.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
        let marks = ['*', '_', ' '];
        let behind = bare[name.len()..].trim_start_matches(marks);
        let said = ["said", "says", "wrote", "replied", "responded"]
            .iter()
            .find_map(|verb| behind.get(..verb.len()).filter(|head| head.eq_ignore_ascii_case(verb)))
            .map(|verb| &behind[verb.len()..]);
        if let Some(rest) = said.and_then(|rest| rest.trim_start_matches(marks).strip_prefix(':')) {
            return Some(Speaker { who: *who, is_sure: true, has_sign: true, rest: rest.trim_matches(marks) });
        }
        if let Some(rest) = behind.strip_prefix(':') {
            return Some(Speaker { who: *who, is_sure: *is_own, has_sign: true, rest: rest.trim_matches(marks) });
        }
        let alone = Speaker { who: *who, is_sure: false, has_sign: false, rest: "" };
        behind.trim_matches(['#', '*', '_', ' ']).is_empty().then_some(alone)
    })
}

/// Whole requests to go on.
const REQUESTS: [&str; 15] = [
    "continue",
    "continue please",
    "please continue",
    "yes continue",
    "yes please continue",
    "ok continue",
    "okay continue",
    "go on",
    "please go on",
    "go ahead",
    "keep going",
    "next",
    "next section",
    "next section please",
    "next please",
];

/// How offers and requests begin that can be nothing else.
const OFFERS: [&str; 18] = [
    "would you like me to ",
    "would you like to continue",
    "do you want me to ",
    "want me to ",
    "shall i ",
    "shall we ",
    "should i ",
    "should we ",
    "let me know if ",
    "let me know when ",
    "let me know whether ",
    "just say ",
    "just type ",
    "say continue ",
    "type continue ",
    "if you'd like i can ",
    "if you want i can ",
    "ready for the next ",
];

/// How they begin when they go on to name a section.
const OPENINGS: [&str; 15] = [
    "here is the ",
    "here's the ",
    "here are the ",
    "here is section",
    "here's section",
    "continuing with ",
    "continuing from ",
    "continue with ",
    "continue to ",
    "please continue with ",
    "let's continue with ",
    "let's move on to ",
    "moving on to ",
    "i'll continue with ",
    "i will continue with ",
];

/// What is named in them.
const NAMED: [&str; 7] = ["section", "sections", "part", "parts", "chapter", "module", "next"];

/// Whether a paragraph is nothing but a request or an offer to go on.
pub fn asks_to_go_on(text: &str) -> bool {
    let plain = plain(text);
    if plain.chars().count() > 300 {
        return false;
    }
    let names_one = || plain.split(' ').any(|word| NAMED.contains(&word));
    REQUESTS.contains(&plain.as_str())
        || OFFERS.iter().any(|offer| plain.starts_with(offer))
        || (plain.split(' ').count() <= 16 && names_one() && OPENINGS.iter().any(|o| plain.starts_with(o)))
}

/// Whether an offer to go on stands anywhere in a paragraph.
pub fn offers_to_go_on(text: &str) -> bool {
    let plain = plain(text);
    let offers = [
        "would you like me to ",
        "would you like to continue",
        "do you want me to ",
        "shall i ",
        "shall we move on",
        "shall we continue",
        "let me know if you",
    ];
    offers.iter().any(|offer| plain.starts_with(offer) || plain.contains(&format!(" {offer}")))
}

/// Small letters, straight apostrophes, one space between words, no other signs.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-' | '+'));
    words.map(|word| word.trim_matches(['\'', '-'])).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_told_by_name_and_sign() {
        for (line, who, is_sure, rest) in [
            ("**You:** continue", Who::User, true, "continue"),
            ("**You**: continue", Who::User, true, "continue"),
            ("You said:", Who::User, true, ""),
            ("##### **ChatGPT said:**", Who::Assistant, true, ""),
            ("#### User", Who::User, false, ""),
            ("## Assistant ##", Who::Assistant, false, ""),
            ("🧑 User:", Who::User, false, ""),
            ("Model: x", Who::Assistant, false, "x"),
        ] {
            let found = speaker(line).map(|speaker| (speaker.who, speaker.is_sure, speaker.rest));
            assert_eq!(found, Some((who, is_sure, rest)), "{line}");
        }
        for line in ["User models", "You can", "Methods:", "Aide:", "Claude Shannon", "", "é"] {
            assert_eq!(speaker(line), None, "{line}");
        }
    }

    #[test]
    fn requests_and_offers_are_known() {
        for text in [
            "continue",
            "Please continue!",
            "Would you like me to continue with section 7?",
            "Shall I go on?",
            "Here’s the next part:",
            "Continuing with **Section 7**…",
            "Let me know if you'd like more examples.",
        ] {
            assert!(asks_to_go_on(text), "{text}");
        }
        for text in [
            "continue skips the rest of the body.",
            "Continue with the loop's body.",
            "Here is the output:",
            "Let's move on to decorators.",
            "Next, the interpreter compiles.",
        ] {
            assert!(!asks_to_go_on(text), "{text}");
        }
        assert!(offers_to_go_on("That was OOP. Would you like me to go on?"));
        assert!(!offers_to_go_on("It marshall i/o."));
    }
}
