//! Blocks as lines.

use super::text::{Format, Text};
use super::wrap::wrap;
use super::{Page, Room, inline, palette};
use crate::guide::{Block, Callout, Heading, List, Role, Section, Verdict};
use anstyle::Style;

impl Page<'_> {
    /// The section's number and title between two rules, and the guide's title if it fits beside it.
    pub(super) fn title(&self, section: &Section, room: Room) -> Vec<Text> {
        let rule = Text::new(&"━".repeat(room.text), palette::FAINT);
        let number = Text::new(&format!(" {} ", section.number), palette::NUMBER).then(&Text::new(" ", palette::NONE));
        let title = Text::new(&section.title, palette::STRONG);
        let wrapped = wrap(&title, room.text.saturating_sub(number.width()));
        let mut lines = hang(number, wrapped);
        let guide = Text::new(&self.guide.manifest.title, palette::FAINT);
        let used: usize = lines[0].width() + guide.width();
        if lines.len() == 1 && used + 4 <= room.text {
            lines[0].push(&" ".repeat(room.text - used - 1), &Format::default());
            lines[0].append(&guide);
        }
        lines.insert(0, rule.clone());
        lines.push(rule);
        lines
    }

    /// A topic's number and heading, and a rule to the end of the line.
    pub(super) fn topic(&self, number: &str, heading: &Heading, room: Room) -> Vec<Text> {
        let number = Text::new(&format!(" {number} "), palette::NUMBER).then(&Text::new(" ", palette::NONE));
        let text = self.inlines(&heading.text, palette::STRONG);
        let wrapped = wrap(&text, room.text.saturating_sub(number.width() + 2));
        let mut lines = hang(number, wrapped);
        if let Some(last) = lines.last_mut() {
            let rest = room.text.saturating_sub(last.width() + 1);
            last.push(" ", &Format::default());
            last.push(&"─".repeat(rest), &palette::FAINT.into());
        }
        lines
    }

    /// Blocks with a blank line between them.
    pub(super) fn blocks(&self, blocks: &[Block], room: Room) -> Vec<Text> {
        self.apart(blocks, room, true)
    }

    fn apart(&self, blocks: &[Block], room: Room, blank: bool) -> Vec<Text> {
        let mut lines = Vec::new();
        let mut rest = blocks;
        while let Some((block, mut others)) = rest.split_first() {
            if blank && !lines.is_empty() {
                lines.push(Text::default());
            }
            match (block, others.split_first()) {
                (Block::Code(bad), Some((Block::Code(good), after)))
                    if bad.flags.verdict == Some(Verdict::Bad) && good.flags.verdict == Some(Verdict::Good) =>
                {
                    lines.extend(self.pair(bad, good, room));
                    others = after;
                }
                _ => lines.extend(self.block(block, room)),
            }
            rest = others;
        }
        lines
    }

    fn block(&self, block: &Block, room: Room) -> Vec<Text> {
        match block {
            Block::Paragraph(paragraph) => wrap(&self.inlines(&paragraph.text, palette::NONE), room.text),
            Block::Heading(heading) => {
                let sign = if heading.level <= 3 { "▪ " } else { "▫ " };
                let text = self.inlines(&heading.text, palette::STRONG);
                hang(Text::new(sign, palette::SIGN), wrap(&text, room.text - 2))
            }
            Block::List(list) => self.list(list, room, 0),
            Block::Code(code) => self.code(code, room),
            Block::Quote(quote) => self.barred("▏ ", palette::FAINT, &quote.blocks, room),
            Block::Callout(callout) => self.callout(callout, room),
            Block::Table(table) => self.table(table, room),
            Block::Figure(image) => {
                let mut lines = wrap(&Text::new(&inline::picture(image), palette::EMPHASIS), room.text);
                if !image.title.is_empty() {
                    lines.extend(wrap(&Text::new(&image.title, palette::NONE), room.text));
                }
                lines
            }
            Block::Math(math) => {
                let lines = math.latex.trim().split('\n');
                let latex = Format { code: true, ..Format::from(palette::CODE) };
                let room = room.behind(4).unwrap_or(room);
                lines
                    .flat_map(|line| wrap(&Text::new(line, latex.clone()), room.text))
                    .map(|line| set_in(4, &line))
                    .collect()
            }
            Block::Rule(_) => vec![set_in(room.text / 2 - 4, &Text::new("·  ·  ·", palette::FAINT))],
        }
    }

    /// A callout: a bar of its kind, its sign and word, its lead, then what it holds.
    fn callout(&self, callout: &Callout, room: Room) -> Vec<Text> {
        let (bar, sign, word) = look(callout.role);
        let style = palette::role(callout.role);
        let mut head = Text::new(&format!("{sign} {word}"), style.bold());
        if !callout.lead.is_empty() {
            head.push(" · ", &palette::FAINT.into());
            head.append(&self.inlines(&callout.lead, palette::STRONG));
        }
        let inner = room.behind(2).unwrap_or(room);
        let head = wrap(&head, inner.text - 2);
        let mut lines: Vec<Text> = head.iter().enumerate().map(|(i, line)| set_in(2 * i.min(1), line)).collect();
        lines.extend(self.blocks(&callout.blocks, inner));
        match room.behind(2) {
            Some(_) => lines.iter().map(|line| Text::new(&format!("{bar} "), style).then(line)).collect(),
            None => lines,
        }
    }

    fn barred(&self, bar: &str, style: Style, blocks: &[Block], room: Room) -> Vec<Text> {
        match room.behind(2) {
            Some(inner) => {
                let bar = Text::new(bar, style);
                self.blocks(blocks, inner).iter().map(|line| bar.clone().then(line)).collect()
            }
            None => self.blocks(blocks, room),
        }
    }

    fn list(&self, list: &List, room: Room, depth: usize) -> Vec<Text> {
        let last = list.start.map(|start| start.saturating_add(list.items.len().saturating_sub(1)).to_string().len());
        let mut lines = Vec::new();
        for (i, item) in list.items.iter().enumerate() {
            if !list.tight && i > 0 {
                lines.push(Text::default());
            }
            let sign = match (item.task, list.start) {
                (Some(true), _) => "☑ ".to_owned(),
                (Some(false), _) => "☐ ".to_owned(),
                (None, Some(start)) => format!("{:>1$}. ", start.saturating_add(i), last.unwrap_or(1)),
                (None, None) => format!("{} ", ["•", "◦", "▸"][depth % 3]),
            };
            lines.extend(self.item(Text::new(&sign, palette::SIGN), &item.blocks, room, list.tight, depth));
        }
        lines
    }

    fn item(&self, sign: Text, blocks: &[Block], room: Room, tight: bool, depth: usize) -> Vec<Text> {
        let Some(inner) = room.behind(sign.width()) else {
            let lines = wrap(&sign, room.text).into_iter();
            return lines.chain(self.apart(blocks, room, !tight)).collect();
        };
        let mut lines = Vec::new();
        for block in blocks {
            if !tight && !lines.is_empty() {
                lines.push(Text::default());
            }
            match block {
                Block::List(list) => lines.extend(self.list(list, inner, depth + 1)),
                _ => lines.extend(self.block(block, inner)),
            }
        }
        hang(sign, lines)
    }

    /// Blocks behind a sign.
    pub(super) fn hung(&self, sign: Text, blocks: &[Block], room: Room) -> Vec<Text> {
        self.item(sign, blocks, room, false, 0)
    }
}

/// The bar, the sign and the word of a callout.
fn look(role: Role) -> (&'static str, &'static str, &'static str) {
    match role {
        Role::Pitfall => ("┃", "⚠", "Pitfall"),
        Role::Practice => ("│", "✓", "Best practice"),
        Role::Key => ("║", "★", "Key fact"),
        Role::Version => ("┆", "◷", "Version"),
        Role::Analogy => ("┊", "≈", "Analogy"),
        Role::Note => ("╎", "✎", "Note"),
    }
}

/// Lines of which the first stands behind a prefix and the others below it.
pub(super) fn hang(prefix: Text, lines: Vec<Text>) -> Vec<Text> {
    if lines.is_empty() {
        return vec![prefix];
    }
    let columns = prefix.width();
    let line = |(i, line): (usize, Text)| if i == 0 { prefix.clone().then(&line) } else { set_in(columns, &line) };
    lines.into_iter().enumerate().map(line).collect()
}

/// A line behind some spaces.
pub(super) fn set_in(columns: usize, line: &Text) -> Text {
    Text::new(&" ".repeat(columns), palette::NONE).then(line)
}
