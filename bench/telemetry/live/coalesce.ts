import type { Socket } from 'socket.io-client';
import { printRow, spread } from '../../bench.types.js';
import { freePort } from '../../support/free-port.js';
import { Service } from '../../support/service.js';
import { BenchLine } from '../fleet/bench-line.js';
import { osdMoulds } from '../fleet/osd-moulds.js';
import { type Figures, percentile, rounded, type Stage } from '../stage.js';
import { connected, openSocket } from './follow.js';
import { atRate, ToldWatch } from './told-watch.js';
import { logInAll, WHOLE_SKY } from './views.js';

const DEVICES = 426;
const HERTZ = 2;
/** What the service shows a map anew in. */
const FRAME_MS = 500;
const WARM_UP_MS = 3_000;

/** From the publish of each update to the first picture that has it or a newer one, less the time between two pictures. */
export async function measureCoalesced({ database, fleet, rounds, quick }: Stage): Promise<Figures> {
  const seconds = quick ? 5 : 10;
  const devices = fleet.slice(0, DEVICES);
  const port = await freePort();
  const env = { DATABASE_URL: await database.copy('bench_coalesced'), SKYDOCKET_MQTT_PORT: String(port) };
  const service = await Service.start(database.dataDir, env);
  const lines = devices.map((device) => {
    const { assetCode, password } = device;
    const speaker = { moulds: osdMoulds(device, 4), sent: 0, clockMs: 0 };
    return new BenchLine({ port, clientId: assetCode, username: assetCode, password }, [speaker]);
  });
  const sockets: Socket[] = [];
  const beyond: number[] = [];
  try {
    for (const line of lines) await line.open();
    const people = await logInAll(service.url, database);
    for (const { token } of people) sockets.push(openSocket(`${service.url}/live`, token));
    await Promise.all(sockets.map((socket) => connected(socket)));
    for (const socket of sockets) socket.emit('view', { bbox: WHOLE_SKY, zoom: 8 });
    const [viewer] = sockets;
    if (!viewer) throw new Error('there is a viewer');
    const ids = devices.map(({ id }) => id);
    for (let round = -1; round < rounds; round += 1) {
      const latencies = await coalescedFor(round < 0 ? WARM_UP_MS / 1_000 : seconds, lines, viewer, ids);
      if (round >= 0) beyond.push(percentile(latencies, 0.99) - FRAME_MS);
    }
  } finally {
    for (const socket of sockets) socket.disconnect();
    for (const line of lines) line.end();
    await service.stop();
  }
  printRow('coalesced p99 beyond a frame', spread(beyond), 'ms');
  return { coalescedP99BeyondFrameMs: rounded(spread(beyond).median) };
}

async function coalescedFor(
  seconds: number,
  lines: readonly BenchLine[],
  viewer: Socket,
  ids: readonly string[],
): Promise<number[]> {
  const watch = new ToldWatch();
  viewer.on('frame', watch.take);
  await atRate(lines.length * HERTZ, seconds, (index) => {
    const clockMs = Date.now();
    watch.sent(ids[index % ids.length] ?? '', clockMs);
    lines[index % lines.length]?.send(1, clockMs);
  });
  await watch.allTold();
  viewer.off('frame', watch.take);
  return watch.latencies;
}
