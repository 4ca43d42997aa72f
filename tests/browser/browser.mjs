// Opens a site and pages of differences in Chromium, as people do.
//
//   node browser.mjs SITE POLICY ACTION NODE_MODULES SCREENSHOTS [PAGE.html...]
//
// SITE is what `polhist site` wrote, POLICY a policy of it with three states or more, ACTION an
// action that it allows, PAGE what `polhist diff --format html` wrote. NODE_MODULES has
// playwright-core and axe-core. Fails on a console message, a request that leaves the site, a page
// wider than its window, a serious finding of axe, or a step that leads nowhere.

import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

const [site, policy, action, modules, screenshots, ...pages] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + "/");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const wrong = [];

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json" };
const server = http.createServer((request, reply) => {
  const name = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const file = path.join(site, name);
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) {
    reply.writeHead(404).end();
    return;
  }
  reply.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/xml" });
  reply.end(fs.readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

const check = (good, what) => {
  if (!good) wrong.push(what);
};

async function open(options, work) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => wrong.push(`console: ${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    check(url.startsWith(base) || url.startsWith("file:") || url.startsWith("data:"), `request: ${url}`);
  });
  await work(page);
  await context.close();
}

const shoot = (page, name) => page.screenshot({ path: path.join(screenshots, name + ".png"), fullPage: false });

async function fits(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  check(!wide, `${what}: wider than the window`);
}

// axe is let in past the page's own policy, by the tools of the browser.
async function accessible(page, what) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run().then((found) => JSON.stringify(found.violations))",
    awaitPromise: true,
    returnByValue: true,
  });
  for (const found of JSON.parse(result.value))
    if (["serious", "critical"].includes(found.impact))
      wrong.push(`${what}: ${found.id}: ${found.nodes[0].html.slice(0, 160)}`);
}

const looks = [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 320, height: 700 } }],
  ["plain", { javaScriptEnabled: false }],
];

async function visit(page, url, name, look) {
  await page.goto(url);
  await fits(page, `${name}, ${look}`);
  await shoot(page, `${name}-${look}`);
  if (look !== "plain") await accessible(page, `${name}, ${look}`);
}

const folder = `${base}policy/${policy}/`;
for (const [look, options] of looks) {
  await open(options, async (page) => {
    await visit(page, `${base}index.html`, "start", look);
    await page.locator(".news a").first().click();
    check((await page.locator("h1").count()) === 1, `${look}: the first news leads nowhere`);
    await fits(page, `step, ${look}`);
    await shoot(page, `step-${look}`);
    if (look !== "plain") await accessible(page, `step, ${look}`);
    for (const name of ["policies", "statistics", "about", "feeds/index", "actions/index"])
      await visit(page, `${base}${name}.html`, name.replace("/", "-"), look);
    await visit(page, `${folder}index.html`, "policy", look);
    const [service, name] = action.toLowerCase().split(":");
    await visit(page, `${base}actions/${service}/${name}.html`, "action", look);
    await page.goto(`${base}feeds/index.html`);
    const feed = await page.locator("main a").first().getAttribute("href");
    const reply = await page.request.get(new URL(feed, page.url()).href);
    check(reply.ok() && (await reply.text()).includes("<feed"), `${look}: the feed is not there`);
  });
}

await open({}, async (page) => {
  await page.goto(`${base}index.html`);
  for (const query of [policy, action]) {
    await page.fill("#query", query);
    await page.locator("#found a", { hasText: query }).first().waitFor();
    await shoot(page, "search");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/policy|actions/);
    const title = (await page.locator("h1").textContent()).toLowerCase(); // an action is spelt as most do
    check(title.includes(query.toLowerCase()), `search for ${query} leads to ${page.url()}`);
  }
  await page.goto(`${folder}index.html`);
  await page.selectOption("#from", { index: 2 });
  await page.selectOption("#to", { index: 0 });
  await page.locator("#compare [role=status] > *").first().waitFor();
  check(!(await page.locator("#compare").textContent()).includes("could not be read"), "compare: nothing is read");
  await page.locator("#compare").scrollIntoViewIfNeeded();
  await shoot(page, "compare");
  await accessible(page, "compare");
});

for (const file of pages) {
  const url = "file://" + path.resolve(file);
  for (const [look, options] of looks)
    await open(options, (page) => visit(page, url, path.basename(file, ".html"), look));
  await open({}, async (page) => {
    await page.goto(url);
    await page.pdf({ path: path.join(screenshots, path.basename(file, ".html") + ".pdf"), format: "A4" });
  });
}

await browser.close();
server.close();
console.log([...new Set(wrong)].join("\n"));
console.log(`browser: ${new Set(wrong).size} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
