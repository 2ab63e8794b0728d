//! Tables: in a frame, the columns fitted to the width; row by row where they cannot be.

use super::block::set_in;
use super::text::{Format, Text};
use super::wrap::{Measured, wrap};
use super::{Page, Room, palette};
use crate::guide::{Alignment, Cell, Table, TableKind};
use unicode_width::UnicodeWidthStr;

/// A row higher than this is hard to read across; the table is set row by row then.
const HIGHEST: usize = 9;

impl Page<'_> {
    /// The caption and the table.
    pub(super) fn table(&self, table: &Table, room: Room) -> Vec<Text> {
        let mut lines = Vec::new();
        let mut caption = Text::default();
        if table.kind != TableKind::Plain {
            caption.push("Compare: ", &palette::SIGN.bold().into());
        }
        caption.append(&self.inlines(&table.caption, palette::STRONG));
        if !table.caption.is_empty() {
            lines.extend(wrap(&caption, room.text));
        }
        let grid = self.grid(table);
        match columns(&grid, room.wide) {
            Some(widths) => lines.extend(framed(&grid, &widths, &table.alignments)),
            None => lines.extend(stacked(&grid, room)),
        }
        lines
    }

    /// The header and the rows. What names a row or a column is strong.
    fn grid(&self, table: &Table) -> Vec<Vec<Text>> {
        let header = table.header.iter().map(|cell| self.inlines(&cell.text, palette::STRONG)).collect();
        let names_rows = table.kind != TableKind::Plain;
        let row = |cells: &Vec<Cell>| {
            let style = |i| if i == 0 && names_rows { palette::STRONG } else { palette::NONE };
            cells.iter().enumerate().map(|(i, cell)| self.inlines(&cell.text, style(i))).collect()
        };
        std::iter::once(header).chain(table.rows.iter().map(row)).collect()
    }
}

/// The widths of the columns in a frame; none if the longest words do not fit beside each other or rows get too high.
///
/// Every column gets its longest word. The rest is poured in where columns want more, to the same level; then columns are
/// moved from one to another as long as that makes the table lower.
fn columns(grid: &[Vec<Text>], room: usize) -> Option<Vec<usize>> {
    let count = grid.first().map_or(0, Vec::len);
    let room = room.checked_sub(3 * count + 1)?;
    let cells: Vec<Vec<Measured>> = grid.iter().map(|row| row.iter().map(Measured::new).collect()).collect();
    let (mut least, mut most) = (vec![1; count], vec![1; count]);
    for row in &cells {
        for (i, cell) in row.iter().enumerate().take(count) {
            least[i] = least[i].max(cell.least);
            most[i] = most[i].max(cell.most);
        }
    }
    if most.iter().sum::<usize>() <= room {
        return Some(most);
    }
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let poured = |level: usize| -> Vec<usize> {
        least.iter().zip(&most).map(|(least, most)| (*most).min(level).max(*least)).collect()
    };
    let level = (1..=room).rev().find(|level| poured(*level).iter().sum::<usize>() <= room).unwrap_or(1);
    let mut widths = poured(level);
    let mut left = room - widths.iter().sum::<usize>();
    for (width, most) in widths.iter_mut().zip(&most) {
        let more = left.min(most - *width);
        *width += more.min(1);
        left -= more.min(1);
    }
    level_out(&cells, &least, &mut widths);
    for (i, width) in widths.iter_mut().enumerate() {
        let lines = grid.iter().filter_map(|row| row.get(i)).flat_map(|cell| wrap(cell, *width));
        *width = lines.map(|line| line.as_str().trim_end().width()).max().unwrap_or(1).max(1);
    }
    (heights(&cells, &widths).into_iter().max() <= Some(HIGHEST)).then_some(widths)
}

/// Moves columns from one to another while that makes the table lower.
fn level_out(cells: &[Vec<Measured>], least: &[usize], widths: &mut [usize]) {
    let mut lowest: usize = heights(cells, widths).iter().sum();
    // Each round lowers the table by a line at least; large tables are left as they are.
    let rounds = if cells.len() * widths.len() > 200 { 0 } else { lowest };
    for _ in 0..rounds {
        let mut found = None;
        for from in 0..widths.len() {
            for to in (0..widths.len()).filter(|to| *to != from) {
                for step in [1, 2, 4, 8].into_iter().filter(|step| widths[from] >= least[from] + step) {
                    let mut tried = widths.to_vec();
                    tried[from] -= step;
                    tried[to] += step;
                    let height = heights(cells, &tried).iter().sum();
                    if height < lowest {
                        lowest = height;
                        found = Some(tried);
                    }
                }
            }
        }
        let Some(better) = found else { return };
        widths.copy_from_slice(&better);
    }
}

fn heights(cells: &[Vec<Measured>], widths: &[usize]) -> Vec<usize> {
    let height = |row: &Vec<Measured>| row.iter().zip(widths).map(|(cell, width)| cell.height(*width)).max();
    cells.iter().map(|row| height(row).unwrap_or(1)).collect()
}

/// The table in a frame. Rows are parted by lines where one of them has several.
fn framed(grid: &[Vec<Text>], widths: &[usize], alignments: &[Alignment]) -> Vec<Text> {
    let rule = |left: &str, line: &str, joint: &str, right: &str| {
        let parts: Vec<String> = widths.iter().map(|width| line.repeat(width + 2)).collect();
        Text::new(&format!("{left}{}{right}", parts.join(joint)), palette::FAINT)
    };
    let wrapped = |row: &Vec<Text>| row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect::<Vec<_>>();
    let rows: Vec<Vec<Vec<Text>>> = grid.iter().map(wrapped).collect();
    let parted = rows.iter().skip(1).flatten().any(|cell| cell.len() > 1);
    let mut lines = vec![rule("┌", "─", "┬", "┐")];
    for (i, cells) in rows.iter().enumerate() {
        match i {
            0 => {}
            1 => lines.push(rule("╞", "═", "╪", "╡")),
            _ if parted => lines.push(rule("├", "─", "┼", "┤")),
            _ => {}
        }
        for k in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
            let mut line = Text::new("│", palette::FAINT);
            for (j, (cell, width)) in cells.iter().zip(widths).enumerate() {
                let text = cell.get(k).cloned().unwrap_or_default();
                let free = width.saturating_sub(text.width());
                let before = match alignments.get(j) {
                    Some(Alignment::Right) => free,
                    Some(Alignment::Center) => free / 2,
                    _ => 0,
                };
                line.push(&" ".repeat(before + 1), &Format::default());
                line.append(&text);
                line.push(&" ".repeat(free - before + 1), &Format::default());
                line.push("│", &palette::FAINT.into());
            }
            lines.push(line);
        }
    }
    lines.push(rule("└", "─", "┴", "┘"));
    lines
}

/// The table row by row, in a frame that is open to the right: the first cell as a head, then a line for each other column
/// with its header.
fn stacked(grid: &[Vec<Text>], room: Room) -> Vec<Text> {
    let Some((header, rows)) = grid.split_first() else { return Vec::new() };
    let bar = Text::new("│ ", palette::FAINT);
    let inner = room.text.saturating_sub(bar.width() + 2);
    let mut lines = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            let mut text = header.get(j).cloned().unwrap_or_default();
            if !text.as_str().trim().is_empty() && !cell.as_str().trim().is_empty() {
                text.push(": ", &Format::default());
            }
            text.append(cell);
            for (k, line) in wrap(&text, inner).iter().enumerate() {
                let corner = if i == 0 { "┌ " } else { "├ " };
                let bar = if (j, k) == (0, 0) { Text::new(corner, palette::FAINT) } else { bar.clone() };
                let hang = if j > 0 && k > 0 { 2 } else { 0 };
                lines.push(bar.then(&set_in(hang, line)));
            }
        }
    }
    lines.push(Text::new("└", palette::FAINT));
    lines
}
