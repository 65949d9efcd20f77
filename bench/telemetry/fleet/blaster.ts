import { setTimeout as pause } from 'node:timers/promises';
import { Helper, isProgram, serve } from '../../support/helper.js';
import type { BenchDevice } from './bench-fleet.js';
import { BenchLine, type BenchLineOptions, type Speaker } from './bench-line.js';
import { introduction, osdMoulds } from './osd-moulds.js';

const TICK_MS = 5;
/** Log-ins under way at a time. */
const OPENING = 100;

export interface BlasterLine extends BenchLineOptions {
  readonly devices: readonly BenchDevice[];
}

/** Places on the way of each device, or a property frame and then its state. */
type Ways = number | 'introduction';

type BlasterRequest =
  | { readonly kind: 'open'; readonly lines: readonly BlasterLine[]; readonly ways: Ways }
  | { readonly kind: 'burst'; readonly count: number; readonly window: number; readonly clockMs: number }
  | { readonly kind: 'pace'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'close' };

export interface Burst {
  readonly acknowledged: number;
  readonly seconds: number;
  /** Of the generator itself. */
  readonly cpuSeconds: number;
}

/** The generator: packets that are encoded beforehand, over bare sockets, from a process of its own. */
export class Blaster {
  private readonly helper = Helper.start<BlasterRequest>(new URL(import.meta.url));

  async open(lines: readonly BlasterLine[], ways: Ways = 8): Promise<void> {
    await this.helper.ask({ kind: 'open', lines, ways });
  }

  /** Sends so many messages as fast as they are acknowledged, at most `window` of a line on their way. */
  burst(count: number, window: number, clockMs: number): Promise<Burst> {
    return this.helper.ask({ kind: 'burst', count, window, clockMs });
  }

  /** Sends at a steady rate, whether or not they are acknowledged, with the clock of now. Resolves once all of it is. */
  pace(perSecond: number, seconds: number): Promise<{ sent: number }> {
    return this.helper.ask({ kind: 'pace', perSecond, seconds });
  }

  async closeLines(): Promise<void> {
    await this.helper.ask({ kind: 'close' });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

/** One line a device. */
export function ownLines(port: number, devices: readonly BenchDevice[]): BlasterLine[] {
  return devices.map((device) => ({
    port,
    clientId: device.assetCode,
    username: device.assetCode,
    password: device.password,
    devices: [device],
  }));
}

let lines: BenchLine[] = [];
let onAcknowledged: (line: BenchLine, count: number) => void = () => undefined;

async function open(asked: readonly BlasterLine[], ways: Ways): Promise<void> {
  lines = asked.map(({ devices, ...options }) => {
    const speakers = devices.map((device): Speaker => ({
      moulds: ways === 'introduction' ? introduction(device) : osdMoulds(device, ways),
      sent: 0,
      clockMs: 0,
    }));
    return new BenchLine(options, speakers, (line, count) => onAcknowledged(line, count));
  });
  for (let at = 0; at < lines.length; at += OPENING)
    await Promise.all(lines.slice(at, at + OPENING).map((line) => line.open()));
}

async function burst(count: number, window: number, clockMs: number): Promise<Burst> {
  for (const line of lines) for (const speaker of line.speakers) speaker.clockMs = clockMs;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let left = count;
  let acknowledged = 0;
  await new Promise<void>((done) => {
    const refill = (line: BenchLine): void => {
      const room = Math.min(window - line.waiting, left);
      if (room <= 0) return;
      left -= room;
      line.send(room);
    };
    onAcknowledged = (line, more) => {
      acknowledged += more;
      if (acknowledged === count) done();
      // Half a window at a time: a write for each acknowledgement would be what is measured.
      else if (line.waiting <= window / 2) refill(line);
    };
    for (const line of lines) refill(line);
  });
  const { user, system } = process.cpuUsage(cpu);
  return {
    acknowledged,
    seconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
  };
}

async function pace(perSecond: number, seconds: number): Promise<{ sent: number }> {
  onAcknowledged = () => undefined;
  const startedAt = performance.now();
  let sent = 0;
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - startedAt) / 1_000) {
    const due = Math.floor(elapsed * perSecond);
    for (; sent < due; sent += 1) lines[sent % lines.length]?.send(1, Date.now());
    await pause(TICK_MS);
  }
  while (lines.some(({ waiting }) => waiting > 0)) {
    if (lines.some(({ isOpen }) => !isOpen)) throw new Error('a line was closed while it was used');
    await pause(TICK_MS);
  }
  return { sent };
}

async function close(): Promise<void> {
  for (const line of lines) line.end();
  lines = [];
}

if (isProgram(import.meta.url))
  serve((asked) => {
    const request = asked as BlasterRequest;
    if (request.kind === 'open') return open(request.lines, request.ways);
    if (request.kind === 'burst') return burst(request.count, request.window, request.clockMs);
    if (request.kind === 'pace') return pace(request.perSecond, request.seconds);
    return close();
  });
