// SPDX-License-Identifier: Apache-2.0
#include "serve/live_page.hpp"

namespace qw::serve {

std::string_view live_page() {
  return R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quaywatch: study running</title>
<style>
:root { color-scheme: light dark; --ink: #1d2733; --paper: #fff; --line: #c9d2db; --soft: #5a6876;
        --accent: #0b6e99; --page: #b3261e; --queue: #9a5b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9ee; --paper: #14191f; --line: #3a4653; --soft: #9fb0c0; --accent: #5cb8e0;
          --page: #ff8a80; --queue: #ffbf66; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--ink);
       background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
progress { width: 100%; height: .8rem; accent-color: var(--accent); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .75rem 0; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
         border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5rem; }
th { color: var(--soft); font-weight: 600; }
td.long { min-width: 16rem; }
td .below { display: block; color: var(--soft); font-size: .8rem; }
td .tag, td .strong_tag { border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; }
td .strong_tag { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.severity-page { color: var(--page); font-weight: 600; }
.severity-queue { color: var(--queue); font-weight: 600; }
.none, .more { color: var(--soft); }
a { color: var(--accent); }
</style>
</head>
<body>
<main>
<h1>Study running</h1>
<p id="said" role="status">Waiting for the first results.</p>
<progress id="bar" aria-label="Octets read"></progress>
<dl id="figures"></dl>
<div id="tables"></div>
</main>
<script src="/live.js"></script>
</body>
</html>
)";
}

std::string_view live_script() {
  return R"('use strict';
const shownRows = 200;
const severities = ['page', 'queue', 'note'];
const first = ['findings', 'devices', 'conduits', 'commands', 'ledger', 'coverage'];
let views = {};
const held = {};
const drawn = {};
let run = '';
let version = 0;

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}
function sized(octets) {
  const units = ['octets', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  while (octets >= 1000 && unit + 1 < units.length) { octets /= 1000; ++unit; }
  return (unit === 0 ? octets : octets.toPrecision(3)) + ' ' + units[unit];
}
function lasting(nanoseconds) {
  const sign = nanoseconds < 0 ? '\u2212' : '+';
  return sign + (Math.abs(nanoseconds) / 1e9).toLocaleString('en') + ' s';
}
function frames(evidence) {
  const [from, to] = evidence.frames;
  return from === to ? 'frame ' + from : 'frames ' + from + '\u2013' + to;
}
function words(value, form) {
  if (value === undefined) return '';
  if (form === 'size') return sized(Number(value));
  if (form === 'offset') return lasting(Number(value));
  if (form === 'evidence') return frames(value);
  if (form === 'attributes')
    return value.map(each => each.attribute + ' ' + each.value).join(', ');
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return value.toLocaleString('en');
  return String(value).replace(/\.\d{9}Z$/, 'Z');
}
// The rules of src/study/view.hpp: a member that says nothing is not in the row.
function told(row, member) { return row[member] !== undefined && row[member] !== false; }
function holds(row, member) { return told(row, member) && row[member] !== 0; }
function shown(part, row) {
  if (part.with_site) return false;  // the page is not told whether there is a site file
  if (part.if_told && !holds(row, part.if_told)) return false;
  if (part.unless && holds(row, part.unless)) return false;
  if (part.only && row[part.member] !== part.only) return false;
  if (part.several && !(Number(row[part.several]) > 1)) return false;
  return part.place === 'line' || part.form === 'word' || told(row, part.member) ||
         told(row, part.also);
}
function partText(part, row) {
  if (part.form === 'word') return part.words;
  const texts = [part.member, part.also].filter(member => member && told(row, member))
      .map(member => words(row[member], part.form));
  return (part.words || '') + texts.join(', ') + (part.after || '');
}
function cellOf(column, row) {
  const cell = element('td', undefined, column.style);
  for (const part of column.parts) {
    if (!shown(part, row)) continue;
    const style = part.member === 'severity' ? 'severity-' + row.severity : part.place;
    cell.append(element('span', partText(part, row), style), ' ');
  }
  return cell;
}
function take(delta) {
  for (const [name, table] of Object.entries(delta.tables)) {
    if (!(name in views)) continue;
    const anew = delta.since === 0 || !held[name];
    if (anew) held[name] = new Map();
    for (const key of table.gone) held[name].delete(key);
    for (const each of table.changed) held[name].set(each.key, each.row);
    if (anew || table.gone.length + table.changed.length > 0) delete drawn[name];
  }
  run = delta.run;
  version = delta.version;
}
function ordered(name) {
  const rows = [...(held[name] || new Map()).values()];
  if (name === 'findings')
    rows.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  if (name === 'ledger')
    rows.sort((a, b) => Number(b.octets_out) + Number(b.octets_in) -
                        Number(a.octets_out) - Number(a.octets_in));
  if (name === 'conduits') rows.sort((a, b) => Number(b.octets) - Number(a.octets));
  return rows;
}
function tableOf(name) {
  const view = views[name];
  const section = element('section');
  const rows = ordered(name);
  section.append(element('h2', view.label + ' (' + rows.length.toLocaleString('en') + ')'));
  if (rows.length === 0) {
    section.append(element('p', 'None so far.', 'none'));
    return section;
  }
  const table = element('table');
  const head = element('tr');
  for (const column of view.columns) head.append(element('th', column.title, column.style));
  table.append(element('thead'));
  table.tHead.append(head);
  const body = table.createTBody();
  for (const row of rows.slice(0, shownRows)) {
    const line = body.insertRow();
    for (const column of view.columns) line.append(cellOf(column, row));
  }
  const wide = element('div', undefined, 'wide');
  wide.append(table);
  section.append(wide);
  if (rows.length > shownRows)
    section.append(element('p', 'The first ' + shownRows + ' are shown; the report has them all.',
                           'more'));
  return section;
}
function names() {
  return first.concat(Object.keys(views).filter(name => !first.includes(name)));
}
function show(progress) {
  const bar = document.getElementById('bar');
  if (progress.ended) { bar.max = 1; bar.value = 1; }
  else if (Number(progress.octets_to_read) > 0) {
    bar.max = Number(progress.octets_to_read);
    bar.value = Number(progress.octets_read);
  }
  const figures = document.getElementById('figures');
  figures.replaceChildren();
  for (const [label, value] of [['frames', progress.frames], ['octets', progress.octets],
                                ['conversations', progress.conversations],
                                ['capture time reached', progress.at || 'not yet known']]) {
    const pair = element('div');
    pair.append(element('dt', label), element('dd', words(value)));
    figures.append(pair);
  }
  const said = document.getElementById('said');
  if (progress.ended) {
    document.querySelector('h1').textContent = 'Study finished';
    document.title = 'Quaywatch: study finished';
    const link = element('a', 'Read the report');
    link.href = '/report.html';
    said.replaceChildren(link, '. The tables below are final.');
  } else {
    said.textContent = 'The study is running, and the tables below still change. Open conversations count ' +
        'with their last report.';
  }
  if (names().every(name => name in drawn)) return;
  for (const name of names()) drawn[name] ||= tableOf(name);
  document.getElementById('tables').replaceChildren(...names().map(name => drawn[name]));
}
async function ask() {
  let wait = 1000;
  try {
    if (Object.keys(views).length === 0) views = await (await fetch('/views.json')).json();
    const answer = await fetch('/board.json?since=' + version + '&run=' + run);
    const delta = await answer.json();
    if (delta.version !== version || delta.run !== run) { take(delta); show(delta.progress); }
    if (delta.progress.ended) return;
  } catch (failure) {
    document.getElementById('said').textContent =
        'The program does not answer. It may have been stopped.';
    wait = 3000;
  }
  setTimeout(ask, wait);
}
ask();
)";
}

}  // namespace qw::serve
