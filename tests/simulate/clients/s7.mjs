// SPDX-License-Identifier: Apache-2.0
// nodes7 reads an S7 controller on 127.0.0.1 again and again, and prints what it gets, a JSON object
// a round. The first argument says where it lies; standard input says the port, and of each value the
// name and the address in nodes7's form, as JSON on one line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

const ROUNDS = 10;
const BETWEEN_MS = 500;

const NodeS7 = createRequire(join(process.argv[2], 'package.json'))('nodes7');
const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);

async function main() {
  say({ kind: 'ready' });
  const input = createInterface({ input: process.stdin });
  const { port, addresses } = JSON.parse((await input[Symbol.asyncIterator]().next()).value);
  input.close();
  const controller = new NodeS7({ silent: true });
  const end = { host: '127.0.0.1', port, rack: 0, slot: 3, timeout: 5000 };
  await new Promise((resolve, reject) =>
    controller.initiateConnection(end, (problem) => problem ? reject(problem) : resolve()));
  controller.setTranslationCB((name) => addresses[name]);
  controller.addItems(Object.keys(addresses));
  for (let round = 0; round < ROUNDS; ++round) {
    const values = await new Promise((resolve, reject) =>
      controller.readAllItems((bad, all) => bad ? reject(new Error('bad values')) : resolve(all)));
    say({ kind: 'round', values });
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  await new Promise((resolve) => controller.dropConnection(resolve));
  say({ kind: 'end' });
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
