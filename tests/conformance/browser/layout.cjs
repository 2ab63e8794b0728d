// Judges how a book looks in Chromium: axe in light and in dark, and where text ends up on pages of many sizes.
//
//     node layout.cjs MODULES FOLDER [--axe-only|--pages-only]
//
// FOLDER is an unpacked book. Every page of the spine is set in columns as wide as a reader's page, as readers do it, at
// four widths and three sizes of type. Prints a judge's verdict.
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("./chromium.cjs");
const { measure } = require("./measure.cjs");

const WIDTHS = [280, 320, 372, 600];
const HEIGHT = 640;
const SIZES = [100, 150, 200];
const SCHEMES = ["light", "dark"];

async function main([modules, folder, only]) {
  const base = path.resolve(modules);
  const puppeteer = require(path.join(base, "puppeteer"));
  const axe = fs.readFileSync(path.join(base, "@daisy/axe-core-for-ace/axe.min.js"), "utf8");
  const files = pages(folder);
  const browser = await puppeteer.launch({
    executablePath: chromium(),
    args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
    timeout: 120000,
    protocolTimeout: 600000,
  });
  const problems = [];
  const counts = { pages: files.length, layouts: 0, words: 0 };
  // Two tabs, so that two processors have work.
  const queue = [...files];
  const work = async () => {
    const page = await browser.newPage();
    for (let file = queue.shift(); file; file = queue.shift()) {
      await page.goto(pathToFileURL(path.join(folder, file)).href);
      if (only !== "--pages-only") problems.push(...(await audits(page, file, axe)));
      if (only !== "--axe-only") problems.push(...(await layouts(page, file, counts)));
    }
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify({ problems: problems.sort(), ...counts }) + "\n");
}

// The pages of the spine, through the package document.
function pages(folder) {
  const container = fs.readFileSync(path.join(folder, "META-INF/container.xml"), "utf8");
  const name = /full-path="([^"]+)"/.exec(container)[1];
  const text = fs.readFileSync(path.join(folder, name), "utf8");
  const items = new Map();
  for (const [item] of text.matchAll(/<item\s[^>]*>/g)) {
    items.set(/\bid="([^"]+)"/.exec(item)[1], /\bhref="([^"]+)"/.exec(item)[1]);
  }
  const spine = [...text.matchAll(/<itemref\s[^>]*idref="([^"]+)"/g)].map((found) => items.get(found[1]));
  if (spine.length === 0 || spine.includes(undefined)) throw new Error(`${name}: the spine cannot be read`);
  return spine.map((file) => path.join(path.dirname(name), file));
}

async function audits(page, file, axe) {
  const found = [];
  for (const scheme of SCHEMES) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      // One page of a book is no website: it need not have a `main`, nor all its text in landmarks.
      const website = ["region", "landmark-one-main", "bypass", "page-has-heading-one"];
      const rules = Object.fromEntries(website.map((rule) => [rule, { enabled: false }]));
      const { violations } = await window.axe.run(document, { rules, resultTypes: ["violations"] });
      return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes[0].html.slice(0, 120), more: nodes.length }));
    });
    for (const { id, help, where, more } of violations) {
      found.push(`${file}, ${scheme}: axe ${id}: ${help}: ${where} (${more} in all)`);
    }
  }
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  return found;
}

async function layouts(page, file, counts) {
  const found = new Map();
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: HEIGHT });
    for (const size of SIZES) {
      const { problems, words } = await page.evaluate(measure, width, HEIGHT, size);
      counts.layouts += 1;
      counts.words += words;
      for (const problem of problems) {
        const where = `${width} px, ${size} %`;
        found.set(problem, [...(found.get(problem) || []), where]);
      }
    }
  }
  return [...found].map(([problem, where]) => {
    const more = where.length > 1 ? ` (and ${where.length - 1} more)` : "";
    return `${file}, ${where[0]}${more}: ${problem}`;
  });
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`the layout could not be judged: ${error.stack || error}\n`);
  process.exit(1);
});
