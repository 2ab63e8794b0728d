// Judges books with Ace by DAISY, all of them in one browser.
//
//     node ace.cjs MODULES BOOK.epub...
//
// MODULES is the folder of packages that `npm ci` made of the package-lock.json here. Prints a judge's verdict.
"use strict";

const fs = require("fs");
const os = require("os");
const path = require("path");
const { chromium } = require("./chromium.cjs");

async function main([modules, ...books]) {
  process.env.PUPPETEER_EXECUTABLE_PATH = chromium();
  // On a busy machine a browser takes longer to start than Ace waits.
  process.env.ACE_TIMEOUT_INITIAL = "120000";
  const daisy = path.join(path.resolve(modules), "@daisy");
  const ace = require(path.join(daisy, "ace-core"));
  const runner = require(path.join(daisy, "ace-axe-runner-puppeteer"));
  const problems = [];
  let documents = 0;
  // The runner of Ace starts a browser for each book, and closes it; one is enough.
  const { launch, close } = runner;
  await launch.call(runner);
  runner.launch = () => Promise.resolve();
  runner.close = () => Promise.resolve();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ace-"));
  try {
    for (const [i, book] of books.entries()) {
      const name = path.basename(book);
      const outdir = path.join(folder, String(i));
      const options = { cwd: process.cwd(), outdir, lang: "en", verbose: false, silent: true, initLogger: i === 0 };
      const [, report] = await ace(book, options, runner);
      documents += report.assertions.length;
      problems.push(...violations(name, report));
    }
  } finally {
    await close.call(runner);
    fs.rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(JSON.stringify({ problems, books: books.length, documents }) + "\n");
}

// Every assertion that failed, whatever its weight; and a report that says less than a book has.
function violations(name, report) {
  const found = [];
  for (const page of report.assertions) {
    for (const { "earl:test": test, "earl:result": result } of page.assertions) {
      const where = `${name}: ${page["earl:testSubject"].url}`;
      found.push(`${where}: Ace ${test["earl:impact"]} ${test["dct:title"]}: ${result["dct:description"]}`);
    }
  }
  const outcome = report["earl:result"]["earl:outcome"];
  if (outcome !== "pass" && found.length === 0) {
    found.push(`${name}: Ace says ${outcome}`);
  }
  return found;
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`Ace could not judge: ${error.stack || error}\n`);
  process.exit(1);
});
