import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { printRow, spread } from '../../bench.types.js';
import { freePort } from '../../support/free-port.js';
import { Service } from '../../support/service.js';
import { BenchLine, type Speaker } from '../fleet/bench-line.js';
import type { BenchDevice } from '../fleet/bench-fleet.js';
import { osdMoulds } from '../fleet/osd-moulds.js';
import { EchoServer } from '../references/echo-server.js';
import { type Figures, medianRatio, percentile, type Stage } from '../stage.js';
import { atRate, ToldWatch } from './told-watch.js';
import { type Box, logInAll } from './views.js';

/** Each is followed by one viewer and reports twice a second. */
const DEVICES = 100;
const PER_SECOND = 200;
const NOWHERE: Box = [100, 20, 100.1, 20.1];

/**
 * From the publish of a frame to its arrival, committed, at the viewer who follows the device; over a message to a bare
 * socket.io server and back. Both at a rate that does not wait for answers.
 */
export async function measureFollow({ database, fleet, rounds, quick }: Stage): Promise<Figures> {
  const seconds = quick ? 5 : 10;
  const followed = fleet.slice(0, DEVICES);
  const databaseUrl = await database.copy('bench_follow');
  const port = await freePort();
  const env = { DATABASE_URL: databaseUrl, SKYDOCKET_MQTT_PORT: String(port) };
  const service = await Service.start(database.dataDir, env);
  const echo = new EchoServer();
  const lines = followed.map((device) => lineOf(device, port));
  const sockets: Socket[] = [];
  const p99 = { ours: [] as number[], echo: [] as number[] };
  const p50 = { ours: [] as number[], echo: [] as number[] };
  try {
    for (const line of lines) await line.open();
    // What was never heard of can not be followed yet.
    for (const line of lines) line.send(1, Date.now());
    await pause(2_000);
    const people = await logInAll(service.url, database);
    const viewers = followed.map((_, index) => openSocket(`${service.url}/live`, people[index % people.length]?.token));
    const { url } = await echo.listen();
    const echoes = followed.map(() => openSocket(url));
    sockets.push(...viewers, ...echoes);
    await Promise.all(sockets.map((socket) => connected(socket)));
    for (const [index, viewer] of viewers.entries())
      viewer.emit('view', { bbox: NOWHERE, zoom: 9, follow: [followed[index]?.id] });
    await pause(2_000);
    for (let round = -1; round < rounds; round += 1) {
      const ours = await followFor(seconds, lines, viewers, followed);
      const theirs = await echoFor(seconds, echoes);
      if (round < 0) continue;
      for (const [share, kept] of [[0.99, p99] as const, [0.5, p50] as const]) {
        kept.ours.push(percentile(ours, share));
        kept.echo.push(percentile(theirs, share));
      }
    }
  } finally {
    for (const socket of sockets) socket.disconnect();
    for (const line of lines) line.end();
    await echo.stop();
    await service.stop();
  }
  printRow('followed, p50', spread(p50.ours), 'ms');
  printRow('followed, p99', spread(p99.ours), 'ms');
  printRow('echo, p50', spread(p50.echo), 'ms');
  printRow('echo, p99', spread(p99.echo), 'ms');
  return { liveP99OverEcho: medianRatio(p99.ours, p99.echo) };
}

async function followFor(
  seconds: number,
  lines: readonly BenchLine[],
  viewers: readonly Socket[],
  followed: readonly BenchDevice[],
): Promise<number[]> {
  const watch = new ToldWatch();
  for (const viewer of viewers) viewer.on('frame', watch.take);
  await atRate(PER_SECOND, seconds, (index) => {
    const clockMs = Date.now();
    watch.sent(followed[index % followed.length]?.id ?? '', clockMs);
    lines[index % lines.length]?.send(1, clockMs);
  });
  await watch.allTold();
  for (const viewer of viewers) viewer.off('frame', watch.take);
  return watch.latencies;
}

async function echoFor(seconds: number, echoes: readonly Socket[]): Promise<number[]> {
  const latencies: number[] = [];
  const body = { at: new Date().toISOString(), items: ['x'.repeat(400)] };
  const take = ({ sentAt }: { sentAt: number }): void => void latencies.push(performance.now() - sentAt);
  for (const echo of echoes) echo.on('echo', take);
  await atRate(PER_SECOND, seconds, (index) =>
    echoes[index % echoes.length]?.emit('echo', { ...body, sentAt: performance.now() }),
  );
  await pause(1_000);
  for (const echo of echoes) echo.off('echo', take);
  return latencies;
}

function lineOf(device: BenchDevice, port: number): BenchLine {
  const speaker: Speaker = { moulds: osdMoulds(device, 8), sent: 0, clockMs: 0 };
  const { assetCode, password } = device;
  return new BenchLine({ port, clientId: assetCode, username: assetCode, password }, [speaker]);
}

export function openSocket(url: string, token?: string): Socket {
  return io(url, { transports: ['websocket'], forceNew: true, reconnection: false, ...(token && { auth: { token } }) });
}

export async function connected(socket: Socket): Promise<void> {
  if (socket.connected) return;
  await new Promise<void>((done, fail) => {
    socket.once('connect', done);
    socket.once('connect_error', fail);
  });
}
