// SPDX-License-Identifier: Apache-2.0
// A headless Chromium, driven through its own debugging pipe: no library, no port, no network.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ANSWER_WITHIN_MS = 300_000;

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromium = places.find((place) => existsSync(place));

export class Browser {
  #process;
  #profile;
  #waiting = new Map(); // command number -> {resolve, reject}
  #listeners = [];
  #next = 1;
  #unread = '';

  constructor() {
    this.#profile = mkdtempSync(join(tmpdir(), 'report.browser.'));
    // No sandbox: containers and root have none to give, and the page is our own.
    this.#process = spawn(
      chromium,
      ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run',
        '--disable-background-networking', '--disable-dev-shm-usage', '--remote-debugging-pipe',
        `--user-data-dir=${this.#profile}`],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#process.stdio[4].setEncoding('utf8').on('data', (text) => this.#read(text));
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium ended'));
    });
  }

  /// Messages of the pipe end with a zero octet.
  #read(text) {
    const messages = (this.#unread + text).split('\0');
    this.#unread = messages.pop();
    for (const message of messages) this.#hear(JSON.parse(message));
  }

  #hear(message) {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${message.error.message}`));
    else waiting?.resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`${method}: no answer within ${ANSWER_WITHIN_MS} ms`));
      }, ANSWER_WITHIN_MS);
      const settled = (settle) => (value) => {
        clearTimeout(late);
        settle(value);
      };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
    });
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  async close() {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.send('Browser.close').catch(() => {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/// One tab. `requests` are addresses that it asked for, `complaints` what it told its console.
export class Tab {
  requests = [];
  complaints = [];
  #browser;
  #session;
  #loaded = () => {};

  static async open(browser) {
    const tab = new Tab();
    tab.#browser = browser;
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } =
      await browser.send('Target.attachToTarget', { targetId, flatten: true });
    tab.#session = sessionId;
    browser.listen((message) => message.sessionId === sessionId && tab.#hear(message));
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await tab.send(`${domain}.enable`);
    return tab;
  }

  #hear({ method, params }) {
    if (method === 'Page.loadEventFired') this.#loaded();
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    if (method === 'Runtime.exceptionThrown')
      this.complaints.push(params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled')
      this.complaints.push(`console.${params.type}`);
    if (method === 'Log.entryAdded') this.complaints.push(params.entry.text);
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  async go(url) {
    const loaded = new Promise((resolve) => {
      this.#loaded = resolve;
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /// The value of an expression, evaluated in the page; a promise is awaited.
  async value(expression) {
    const { result, exceptionDetails } = await this.send(
      'Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async resize(width, height = 900) {
    await this.send('Emulation.setDeviceMetricsOverride',
      { width, height, deviceScaleFactor: 1, mobile: width < 600 });
  }

  async scheme(name) {
    await this.send('Emulation.setEmulatedMedia',
      { features: [{ name: 'prefers-color-scheme', value: name }] });
  }

  /// The whole page as a PNG, or the part of it between two heights.
  async picture(from = 0, to = undefined) {
    const { cssContentSize } = await this.send('Page.getLayoutMetrics');
    const clip = {
      x: 0, y: from, width: cssContentSize.width,
      height: Math.min(to ?? Infinity, cssContentSize.height) - from, scale: 1,
    };
    const { data } = await this.send(
      'Page.captureScreenshot', { clip, captureBeyondViewport: true });
    return Buffer.from(data, 'base64');
  }

  async pdf() {
    const { data } = await this.send('Page.printToPDF', { preferCSSPageSize: true });
    return Buffer.from(data, 'base64');
  }
}
