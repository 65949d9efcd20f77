import { createRequire } from 'node:module';
import pg from 'pg';
import { tellWhenAsked } from '../support/probe-file.js';

/**
 * Loaded into the service before it (`--import`): notes for each event that is told when the service learned of its commit, and
 * on SIGUSR2 writes that to the file that SKYDOCKET_BENCH_COMMITS names. The service itself knows nothing of it.
 */
const file = process.env['SKYDOCKET_BENCH_COMMITS'];

type Method = (this: unknown, ...values: unknown[]) => unknown;
type Methods = Record<string, Method>;
/** What the driver calls when a statement is done; its types do not name it. */
const COMPLETE = '_handleCommandComplete';

if (file !== undefined) {
  const commits: [number, number][] = [];
  let committedAt = 0;
  before(pg.Client.prototype as unknown as Methods, COMPLETE, (message) => {
    if ((message as { text: string }).text === 'COMMIT') committedAt = performance.timeOrigin + performance.now();
  });
  const socketIo = createRequire(createRequire(import.meta.url).resolve('socket.io'));
  const { BroadcastOperator } = socketIo('./broadcast-operator') as { BroadcastOperator: { prototype: Methods } };
  before(BroadcastOperator.prototype, 'emit', (event, body) => {
    if (event === 'ev') commits.push([(body as { seq: number }).seq, committedAt]);
  });
  tellWhenAsked(file, () => commits.splice(0));
}

function before(methods: Methods, name: string, note: (...values: unknown[]) => void): void {
  const method = methods[name];
  if (!method) throw new Error(`there is no ${name} to listen to`);
  methods[name] = function noted(this: unknown, ...values) {
    note(...values);
    return method.apply(this, values);
  };
}
