// The browser of the judges.
"use strict";

const fs = require("fs");
const path = require("path");

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

// The path of Chromium: $CHROMIUM, else the first of the usual names that is on the path.
exports.chromium = function chromium() {
  const folders = (process.env.PATH || "").split(path.delimiter);
  const named = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = [process.env.CHROMIUM, ...named].find((file) => file && fs.existsSync(file));
  if (!found) {
    throw new Error(`no Chromium here; install one, or name it in CHROMIUM (looked for ${NAMES.join(", ")})`);
  }
  return found;
};
