// Owns an embedded PostgreSQL until it is told to stop. Arguments: data folder, port, when to start (ms since 1970).
// Says one line of JSON: {"url": …} once the server answers, or {"refused": …}; a line on stdin stops it.
import { once } from 'node:events';
import { EmbeddedPostgres } from '../../dist/src/platform/database/embedded-postgres.js';

const [dataDir, port, startAt] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
// Busy, so that several processes go on in the same millisecond.
while (Date.now() < Number(startAt));
try {
  const server = await EmbeddedPostgres.start({ dataDir, port: Number(port), settings: ['fsync=off'] });
  server.onUnexpectedEnd(() => process.exit(3));
  say({ url: server.url });
  await once(process.stdin, 'data');
  await server.stop();
  process.exit(0);
} catch (error) {
  say({ refused: error.message, name: error.name });
  process.exit(1);
}
