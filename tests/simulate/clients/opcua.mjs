// SPDX-License-Identifier: Apache-2.0
// node-opcua's client reads an OPC UA server on 127.0.0.1 and prints what it gets, a JSON object a
// line. The first argument says where it lies; standard input says the server's port.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

const LISTEN_MS = 6000;
const INTERVAL_MS = 300;
const AT_ONCE = 50; // nodes of a request

console.log = console.error; // node-opcua's own words, such as of the clock, are not for the test
const require = createRequire(join(process.argv[2], 'package.json'));
const { AttributeIds, OPCUAClient, TimestampsToReturn } = require('node-opcua-client');

const say = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);
const parts = (all) => all.length === 0 ? [] : [all.slice(0, AT_ONCE), ...parts(all.slice(AT_ONCE))];
const told = (name, item, data) => say({
  kind: name, item, at: data.sourceTimestamp?.toISOString(), status: data.statusCode.name,
  type: data.value.dataType, value: data.value.value,
});

async function read(session, nodes) {
  for (const some of parts(nodes)) {
    const wanted = some.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value }));
    (await session.read(wanted)).forEach((data, i) => told('read', some[i].nodeId.value, data));
  }
}

async function listen(session, nodes) {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: INTERVAL_MS, requestedLifetimeCount: 100,
    requestedMaxKeepAliveCount: 10, maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 0,
  });
  let tell = true;
  for (const some of parts(nodes)) {
    const items = some.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value }));
    const group = await subscription.monitorItems(
      items, { samplingInterval: INTERVAL_MS, queueSize: 1, discardOldest: true }, TimestampsToReturn.Source);
    group.on('changed', (item, data) => tell && told('told', item.itemToMonitor.nodeId.value, data));
  }
  await new Promise((resolve) => setTimeout(resolve, LISTEN_MS));
  tell = false;
  await subscription.terminate();
}

async function main() {
  say({ kind: 'ready' });
  const input = createInterface({ input: process.stdin });
  const port = (await input[Symbol.asyncIterator]().next()).value;
  input.close();
  const client = OPCUAClient.create({ endpointMustExist: false, connectionStrategy: { maxRetry: 0 } });
  await client.connect(`opc.tcp://127.0.0.1:${port}`);
  const endpoints = await client.getEndpoints();
  say({ kind: 'endpoints', urls: endpoints.map(({ endpointUrl }) => endpointUrl) });
  const session = await client.createSession();
  const under = async (node) => (await session.browse(node)).references;
  const folder = (await under('ObjectsFolder')).find(({ browseName }) => browseName.name === 'Crane');
  const nodes = await under(folder.nodeId);
  say({ kind: 'browsed', items: nodes.map(({ nodeId }) => nodeId.value) });
  const unknown = await session.read({ nodeId: 'ns=9;s=nothing', attributeId: AttributeIds.Value });
  say({ kind: 'unknown', status: unknown.statusCode.name });
  const name = await session.read({ nodeId: nodes[0].nodeId, attributeId: AttributeIds.DisplayName });
  say({ kind: 'name', item: nodes[0].nodeId.value, name: name.value.value.text });
  const written = await session.write({
    nodeId: nodes[0].nodeId, attributeId: AttributeIds.Value, value: { value: { dataType: 'Boolean', value: true } },
  }).then((status) => status.name, () => 'refused');
  say({ kind: 'written', status: written });
  await read(session, nodes);
  await listen(session, nodes);
  await session.close();
  await client.disconnect();
  say({ kind: 'end' });
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
