#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The report in a browser, as people meet it: wide, narrow, dark, on paper, read aloud.
//
// report.mjs QUAYWATCH CAPTURE...: studies each capture and opens its report. A capture that is
// not there is left out; without any, or without a browser, the test is skipped (77).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { Browser, Tab, chromium } from './browser.mjs';

const SKIPPED = 77;
const WIDTHS = [1280, 768, 390, 360]; // of the screen, in CSS pixels
const SECTIONS = ['summary', 'findings', 'map', 'commands', 'ledger', 'goods', 'devices', 'clocks',
  'conduits', 'coverage', 'run'];
// What a person with a screen reader, or without colours, would stumble over.
const AXE = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] };

const [quaywatch, ...named] = process.argv.slice(2);
const captures = named.filter((capture) => existsSync(capture));

function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(SKIPPED);
}
if (chromium === undefined) skip('Chromium is not installed: tools/install check');
if (captures.length === 0) skip('none of the captures is there');

/// axe-core's source; undefined where it cannot be had.
function axeSource() {
  const fetch = fileURLToPath(new URL('../../tools/fetch_axe', import.meta.url));
  try {
    return readFileSync(execFileSync(fetch, { encoding: 'utf8' }).trim(), 'utf8');
  } catch {
    console.log('axe-core cannot be had: contrast, names and roles stay unchecked');
    return undefined;
  }
}

/// Runs in the page: all that is compared with the study.
function facts() {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const number = (cell) => Number(cell.textContent.replaceAll(',', ''));
  const boundaries = all('#ledger .totals tbody tr').map((row) => all('.number', row).map(number));
  const sum = (column) => boundaries.reduce((total, row) => total + row[column], 0);
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: all('h1,h2,h3,h4,h5,h6').map((heading) => Number(heading.tagName[1])),
    sections: all('main section').map((section) => section.id),
    silent: all('main section').filter((section) => section.innerText.trim().length < 20)
      .map((section) => section.id),
    deadLinks: all('a[href^="#"]').map((link) => link.getAttribute('href'))
      .filter((target) => document.querySelector(target) === null),
    foreignLinks: all('[src],link,script,iframe,object,form,a:not([href^="#"])').length,
    claims: all('#findings h3.claim, #findings tbody .claim').length,
    devices: all('#devices tbody > tr').length,
    crossed: sum(0), rows: sum(1), unexplained: sum(2),
    boundaries: boundaries.length,
    unnamed: all('svg[role=img]').filter((image) => !image.getAttribute('aria-label')).length,
  };
}

/// Complaints about what the page holds, beside the study that it was made of.
function compare(page, study) {
  const complaints = [];
  const expect = (what, found, wanted) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      complaints.push(`${what}: ${JSON.stringify(found)}, should be ${JSON.stringify(wanted)}`);
  };
  expect('language', page.language, 'en');
  expect('title', page.title.endsWith(' – Quaywatch'), true);
  expect('sections', page.sections, SECTIONS);
  expect('sections that say nothing', page.silent, []);
  expect('links that lead nowhere', page.deadLinks, []);
  expect('things from elsewhere', page.foreignLinks, 0);
  expect('images without a name', page.unnamed, 0);
  expect('first heading', page.headings[0], 1);
  expect('main headings', page.headings.filter((level) => level === 1).length, 1);
  expect('headings that leave a level out',
    page.headings.filter((level, i) => i > 0 && level > page.headings[i - 1] + 1), []);
  expect('findings', page.claims, study.findings.length);
  expect('devices', page.devices, study.devices.length);
  if (page.boundaries !== 0) {
    expect('octets that crossed', page.crossed, study.ledger.boundary_octets);
    expect('octets of the rows', page.rows, study.ledger.rows_octets);
    expect('octets without a rule', page.unexplained, study.ledger.unexplained_octets);
  } else {
    expect('octets that crossed', 0, study.ledger.boundary_octets);
  }
  return complaints;
}

async function checkAxe(tab, axe, scheme) {
  if (axe === undefined) return [];
  await tab.value(`${axe};0`);
  const violations = await tab.value(
    `axe.run(document, ${JSON.stringify(AXE)}).then((found) => found.violations.map((each) =>
      each.id + ' at ' + each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join('; ') +
      ' (' + each.nodes.length + ')'))`);
  return violations.map((violation) => `axe, ${scheme}: ${violation}`);
}

async function judge(browser, axe, capture, folder) {
  execFileSync(quaywatch, ['study', capture, '--out', folder], { stdio: 'ignore' });
  const study = JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8'));
  const address = pathToFileURL(join(folder, 'report.html')).href;
  const tab = await Tab.open(browser);
  await tab.resize(WIDTHS[0]);
  await tab.go(address);

  const complaints = compare(await tab.value(`(${facts})()`), study);
  for (const width of WIDTHS) {
    await tab.resize(width);
    const needed = await tab.value('document.documentElement.scrollWidth');
    if (needed > width) complaints.push(`at ${width} pixels it is ${needed} wide`);
  }
  for (const scheme of ['light', 'dark']) {
    await tab.resize(WIDTHS[0]);
    await tab.scheme(scheme);
    complaints.push(...await checkAxe(tab, axe, scheme));
  }
  const pages = (await tab.pdf()).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  if (pages === 0) complaints.push('printed, it has no page');
  // axe asks for nothing either; the page itself is the one request there may be.
  if (tab.requests.length !== 1 || tab.requests[0] !== address)
    complaints.push(`it asked for ${tab.requests.join(', ')}`);
  complaints.push(...tab.complaints.map((complaint) => `console: ${complaint}`));
  console.log(`${basename(capture)}: ${study.findings.length} findings, ${pages} pages printed`);
  return complaints;
}

const axe = axeSource();
const scratch = mkdtempSync(join(tmpdir(), 'report.'));
const browser = new Browser();
let failed = false;
try {
  for (const [index, capture] of captures.entries())
    for (const complaint of await judge(browser, axe, capture, join(scratch, `${index}`))) {
      console.log(`${basename(capture)}: ${complaint}`);
      failed = true;
    }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
