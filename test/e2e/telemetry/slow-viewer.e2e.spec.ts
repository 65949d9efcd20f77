import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { LiveFrames } from '../../../src/telemetry/live/live.frames.js';
import { mergeLatest } from '../../../src/telemetry/positions/latest.rules.js';
import { LiveBoard } from '../../../src/telemetry/positions/live.board.js';
import { DeviceDirectory } from '../../../src/telemetry/devices/device.directory.js';
import { NOTHING_MEASURED } from '../../../src/telemetry/sample.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { rowsOf, until } from './telemetry-kit.js';

const PROVINCE = { bbox: [113, 36, 120, 43], zoom: 7 };
const DEVICES = 300;
/** Long enough that a few frames fill what the kernel keeps for a line. */
const MODE = 'm'.repeat(4_000);
const STALL_MS = 10_000;
/** Twice the pause between two frames, and what a busy machine takes. */
const ON_TIME_MS = 1_500;

/** Where `ws` keeps the connection below it. */
const TCP_LINE = '_socket';

interface Line {
  pause(): void;
  resume(): void;
}

interface Frame {
  readonly items: readonly { readonly deviceId: string; readonly at: string }[];
}

/** What a viewer knows of each device, and when its frames came. */
class Console {
  readonly known = new Map<string, string>();
  readonly cameAt: number[] = [];
  bytesOfLast = 0;

  private constructor(
    readonly client: ApiClient,
    readonly socket: Socket,
  ) {}

  static async open(client: ApiClient): Promise<Console> {
    const socket = await client.socket('/live');
    const opened = new Console(client, socket);
    socket.on('frame', (frame: Frame) => {
      opened.cameAt.push(Date.now());
      opened.bytesOfLast = JSON.stringify(frame).length;
      for (const { deviceId, at } of frame.items) opened.known.set(deviceId, at);
    });
    await socket.timeout(5_000).emitWithAck('view', PROVINCE);
    return opened;
  }

  /** The line itself: nothing is read from it, as by a laptop that went out of reach. */
  get line(): Line {
    const { ws } = this.socket.io.engine.transport as unknown as { ws: Record<typeof TCP_LINE, Line> };
    return ws[TCP_LINE];
  }

  oldest(): number {
    return Math.min(...[...this.known.values()].map((at) => Date.parse(at)));
  }
}

describe('a viewer that does not read', () => {
  let app: TestApp;
  let deviceIds: string[];
  let ticking: NodeJS.Timeout;

  beforeAll(async () => {
    app = await TestApp.start();
    const rows = await rowsOf<{ id: string }>(
      app,
      `SELECT id FROM device WHERE part_of_id IS NULL ORDER BY id LIMIT ${DEVICES}`,
    );
    deviceIds = rows.map(({ id }) => id);
    await app.get(DeviceDirectory).byIds(deviceIds);
    move();
    ticking = setInterval(move, 250);
  });
  afterAll(async () => {
    clearInterval(ticking);
    await app.stop();
  });

  /** Every device has a newer frame. */
  function move(): void {
    const at = new Date();
    const position = { lon: 116.2, lat: 37.6 };
    const about = { dialect: 'dji', serial: 'S', gatewaySerial: 'G', sender: 'sub_device', seq: 1n } as const;
    const state = mergeLatest(null, { ...NOTHING_MEASURED, ...about, position, mode: MODE, at, receivedAt: at });
    app.get(LiveBoard).advance(deviceIds.map((deviceId) => ({ deviceId, state, place: '130923' })));
  }

  /** What this process holds back for a viewer, in bytes and packets. */
  function heldFor({ socket }: Console): { bytes: number; packets: number } {
    for (const viewer of app.get(LiveFrames).all()) {
      if (viewer.socket.id !== socket.id) continue;
      const { transport, writeBuffer } = viewer.socket.conn as unknown as {
        transport: { socket: { bufferedAmount: number } };
        writeBuffer: unknown[];
      };
      return { bytes: transport.socket.bufferedAmount, packets: writeBuffer.length };
    }
    throw new Error('the viewer is gone');
  }

  it('is skipped with little held back, delays nobody, and knows everything once it reads again', async () => {
    const healthy = await Console.open(await app.as({ role: 'commander' }));
    const stalled = await Console.open(await app.as({ role: 'equipment_manager' }));
    await until(
      () => Math.min(healthy.known.size, stalled.known.size),
      (known) => known === deviceIds.length,
    );
    stalled.line.pause();
    const stalledAt = Date.now();
    const held: { bytes: number; packets: number }[] = [];
    while (Date.now() - stalledAt < STALL_MS) {
      await pause(100);
      held.push(heldFor(stalled));
    }
    const gaps = healthy.cameAt.filter((at) => at >= stalledAt).map((at, nth, all) => at - (all[nth - 1] ?? stalledAt));
    const most = Math.max(...held.map(({ bytes }) => bytes));
    process.stdout.write(
      `stalled for ${STALL_MS} ms: at most ${most} bytes held back (a frame has ${healthy.bytesOfLast}), ` +
        `longest pause of the healthy one ${Math.max(...gaps)} ms\n`,
    );
    // It did stop reading, or the test would show nothing.
    expect(held.at(-1)?.bytes).toBeGreaterThan(0);
    expect(stalled.oldest()).toBeLessThan(stalledAt + ON_TIME_MS);
    expect(most).toBeLessThan(2 * healthy.bytesOfLast);
    expect(Math.max(...held.map(({ packets }) => packets))).toBeLessThanOrEqual(2);
    expect(gaps.length).toBeGreaterThan(STALL_MS / ON_TIME_MS);
    expect(Math.max(...gaps)).toBeLessThan(ON_TIME_MS);

    const readsAt = Date.now();
    stalled.line.resume();
    await until(
      () => stalled.oldest(),
      (oldest) => oldest >= readsAt,
      10_000,
    );
    expect(stalled.socket.connected).toBe(true);
    for (const { client } of [healthy, stalled]) client.close();
  }, 60_000);
});
