// What is measured on a page of a book; runs inside the browser, so it stands alone.
"use strict";

// Sets the document in columns, one a page of the screen, and looks at every piece of text, image and formula:
// it stays within its page, and no word is broken that would fit a line of its own.
exports.measure = function measure(width, height, size) {
  const GAP = 24;
  const TOLERANCE = 1;
  const problems = [];
  let style = document.getElementById("judge_");
  if (!style) {
    style = document.createElementNS("http://www.w3.org/1999/xhtml", "style");
    style.id = "judge_";
    document.head.append(style);
  }
  const column = width - 2 * (GAP / 2);
  style.textContent =
    `html { font-size: ${size}% !important; height: ${height}px; margin: 0; box-sizing: border-box;` +
    ` padding: 0 ${GAP / 2}px; column-width: ${column}px; column-gap: ${GAP}px; column-fill: auto; }`;
  const rtl = document.documentElement.dir === "rtl";
  const said = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 60));

  // A rectangle stands in one column, from its left edge to its right one, and above the foot of the page.
  const check = (rect, what) => {
    if (rect.width === 0 || rect.height === 0) return;
    const left = rect.left + window.scrollX;
    const from = rtl ? width - left - rect.width : left;
    const page = Math.floor((from + GAP / 2) / (column + GAP));
    const start = page * (column + GAP) + GAP / 2;
    const before = start - from;
    const behind = from + rect.width - (start + column);
    if (Math.max(before, behind) > TOLERANCE) {
      problems.push(`${Math.ceil(Math.max(before, behind))} px beyond the page's edge: ${what()}`);
    }
    if (rect.top + window.scrollY < -TOLERANCE || rect.bottom + window.scrollY > height + TOLERANCE) {
      problems.push(`beyond the page's head or foot: ${what()}`);
    }
  };

  // How wide a line may be where a word stands: the width of its block, or of the table, since columns can grow.
  const room = (node) => {
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const cell = block.closest("td, th, caption");
    const table = cell && getComputedStyle(cell).display === "table-cell" ? cell.closest("table") : null;
    const edges = getComputedStyle(block);
    const inner = (style) => parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const own = table ? table.getBoundingClientRect().width - inner(getComputedStyle(cell)) : 0;
    // In columns a block may have several boxes.
    const widths = [...block.getClientRects()].map((rect) => rect.width);
    const borders = parseFloat(edges.borderLeftWidth) + parseFloat(edges.borderRightWidth);
    return Math.max(own, Math.max(0, ...widths) - inner(edges) - borders);
  };

  let words = 0;
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    if (!text.trim()) continue;
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    // Spaces at the end of a line of code hang over the edge, and nobody sees them.
    if (/\s{2}|\s$/.test(text) && rects.length > 0) {
      for (const { 0: run, index } of text.matchAll(/\S+/gu)) {
        range.setStart(node, index);
        range.setEnd(node, index + run.length);
        for (const rect of range.getClientRects()) check(rect, () => said(text));
      }
    } else {
      rects.forEach((rect) => check(rect, () => said(text)));
    }
    const lines = new Set(rects.map((rect) => `${Math.round(rect.top)} ${Math.floor(rect.left / (column + GAP))}`));
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]{2,}/gu)) {
      words += 1;
      // Ideographs may be parted anywhere.
      if (lines.size < 2 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)) continue;
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const parts = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const tops = new Set(parts.map((rect) => Math.round(rect.top)));
      if (tops.size < 2) continue;
      // The signs that stand at it belong to it: room for two is needed too.
      const wide = parts.reduce((sum, rect) => sum + rect.width, 0) * (1 + 2 / word.length);
      if (wide <= room(node)) problems.push(`the word ${said(word)} is broken, and would fit a line: ${said(text)}`);
    }
  }
  for (const element of document.querySelectorAll("img, math, svg, hr")) {
    for (const rect of element.getClientRects()) check(rect, () => `<${element.localName}>`);
  }
  for (const element of document.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(element);
    if ([overflowX, overflowY].some((way) => way === "scroll" || way === "auto")) {
      problems.push(`<${element.localName}> scrolls`);
    }
  }
  return { problems: [...new Set(problems)], words };
};
