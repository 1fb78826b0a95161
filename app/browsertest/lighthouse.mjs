// Lighthouse's verdict on the site as a telephone opens it, and the times that it
// measures: the median of five, or of as many as RUNS says. Times are of this machine, as
// busy as it is.
//
//	node lighthouse.mjs DIR COMMAND...   DIR has lighthouse's node_modules, COMMAND serves
//	                                     the site and says where
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [dir, command, ...args] = process.argv.slice(2);
const module = (file) => import(pathToFileURL(resolve(dir, "node_modules", file)));
const { default: lighthouse } = await module("lighthouse/core/index.js");
const { launch } = await module("chrome-launcher/dist/index.js");

const serve = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(serve.stdout, "data");
const address = String(line).match(/http:\S+/)[0];
const chrome = await launch({ chromePath: process.env.CHROME, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
let worst = 100;
try {
  for (const query of ["", "?lang=ko&theme=dark&open=time.paper.models.heads.own.questions.glossary.share"]) {
    const runs = [];
    for (let i = 0; i < (process.env.RUNS ?? 5); i++) runs.push((await lighthouse(`${address}/${query}`, { port: chrome.port, output: "json", logLevel: "error" })).lhr);
    console.log(`${address}/${query}`);
    for (const { id, title } of Object.values(runs[0].categories)) {
      const score = Math.round(100 * median(runs.map((r) => r.categories[id].score)));
      console.log(`  ${title.padEnd(26)} ${score}`);
      if (id !== "performance") worst = Math.min(worst, score);
    }
    for (const id of ["first-contentful-paint", "largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "total-byte-weight"]) {
      const { title, numericUnit } = runs[0].audits[id];
      const value = median(runs.map((r) => r.audits[id].numericValue));
      console.log(`  ${title.padEnd(26)} ${id.includes("shift") ? value.toFixed(3) : Math.round(value)} ${numericUnit}`);
    }
    for (const { id, auditRefs } of Object.values(runs[0].categories)) {
      for (const { id: audit, weight } of auditRefs) {
        const { score, title, details } = runs[0].audits[audit];
        if (id === "performance" || !weight || score === null || score === 1) continue;
        console.log(`  ${id}: ${title}`);
        for (const item of details?.items ?? []) console.log(`    ${item.node?.selector ?? JSON.stringify(item).slice(0, 200)}`);
      }
    }
  }
} finally {
  await chrome.kill();
  serve.kill();
}
process.exitCode = worst < 100 ? 1 : 0;
