// Looks at the product with a headless browser.
//   node browser.mjs dashboard API_URL FOLDER [SCREENSHOT_FOLDER]   FOLDER is uploaded
//   node browser.mjs video GATEWAY_URL_OF_A_VIDEO
// Prints one JSON object; exits 1 when a step goes wrong.
import { readFileSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [what, url, folder, screenshots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'browser-')), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
  viewport: { width: 1280, height: 900 },
});

function must(condition, message, seen) {
  if (!condition) {
    console.error(message, JSON.stringify(seen, null, 1));
    process.exit(1);
  }
}

setTimeout(() => must(false, 'no end within two minutes'), 120000).unref();

const facts = {};
const page = await browser.newPage();
const complaints = [];
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('console', (message) => {
  if (message.type() === 'error') complaints.push(message.text());
});

async function audit(name) {
  const results = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
  const serious = results.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  must(serious.length === 0, `axe-core: ${name}`, serious.map((v) => [v.id, v.help, v.nodes.map((n) => n.html)]));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  must(wide <= 0, `${name} scrolls sideways by ${wide} px`);
}

async function shoot(name) {
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

// The page of charts and tasks: every chart says something, the filter filters, a task is cancelled.
async function monitoring() {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('link', { name: 'Monitoring' }).press('Enter');
  await page.waitForSelector('[data-chart=live] canvas', { timeout: 30000 });
  await page.waitForFunction(() => /[1-9]/.test(document.querySelector('[data-chart=live] figcaption strong')?.innerText ?? ''));
  const upload = fetch(new URL('/api/v1/ipfs/add?name=slow', url), {
    method: 'POST', duplex: 'half', headers: { 'Content-Type': 'application/octet-stream' },
    body: new ReadableStream({ start: (sink) => sink.enqueue(new Uint8Array(1000)) }),
  }).then((answer) => answer.text(), (error) => String(error));
  await page.getByLabel('Show only tasks with these words').fill('ipfs.add');
  const cancel = page.getByRole('button', { name: /^Cancel task .* ipfs\.add$/ }).first();
  await cancel.waitFor({ timeout: 15000 });
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.getByLabel('Show only tasks with these words').fill('');
    await page.setViewportSize({ width: 1280, height: 1500 });
    await page.waitForTimeout(5000);
    await audit(`monitoring ${scheme}`);
    await shoot(`monitoring-${scheme}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.waitForTimeout(400);
    await audit(`monitoring ${scheme} at 360 px`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByLabel('Show only tasks with these words').fill('ipfs.add');
  page.once('dialog', (dialog) => dialog.accept('the browser test'));
  await cancel.press('Enter');
  facts.cancelled = await upload;
  must(/"code":"cancelled"/.test(facts.cancelled) && facts.cancelled.includes('the browser test'), 'the cancelled upload went on', facts.cancelled);
}

if (what === 'dashboard') {
  await page.goto(url);
  await page.waitForFunction(() => document.body.innerText.includes('12D3Koo'));
  await audit('empty');
  await shoot('dashboard-empty');
  const input = page.locator('input[type=file][webkitdirectory]').first();
  await input.setInputFiles(folder);
  await page.waitForFunction(() => document.body.innerText.includes('Added and pinned'), null, { timeout: 30000 });
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.waitForTimeout(400);
    await audit(scheme);
    await shoot(`dashboard-${scheme}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.waitForTimeout(400);
    await audit(`${scheme} at 360 px`);
    await shoot(`dashboard-${scheme}-phone`);
  }
  await monitoring();
  must(complaints.length === 0, 'the page complained', complaints);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement?.tagName);
  must(focused && focused !== 'BODY', 'nothing takes the keyboard focus', focused);
} else {
  await page.goto(url.replace(/\/ipfs\/.*/, '/ipfs/'), { waitUntil: 'commit' }).catch(() => undefined);
  await page.setContent(`<video id="v" muted src="${url}"></video>`);
  facts.duration = await page.evaluate(async () => {
    const video = document.getElementById('v');
    await new Promise((done, failed) => {
      if (video.readyState >= 1) done();
      video.onloadedmetadata = done;
      video.onerror = () => failed(new Error(video.error?.message ?? 'video error'));
    });
    return video.duration;
  });
  facts.seeked = await page.evaluate(async () => {
    const video = document.getElementById('v');
    await new Promise((done) => {
      video.onseeked = done;
      video.currentTime = video.duration * 0.8;
    });
    await video.play();
    const from = video.currentTime;
    await new Promise((done) => setTimeout(done, 700));
    return video.currentTime > from ? video.currentTime : -1;
  });
  must(facts.seeked > facts.duration * 0.7, 'the video does not play after seeking', facts);
}
await browser.close();
console.log(JSON.stringify(facts));
process.exit(0);
