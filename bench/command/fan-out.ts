import { setTimeout as pause } from 'node:timers/promises';
import { printHead, printRow, spread } from '../bench.types.js';
import { medianRatio } from '../telemetry/stage.js';
import { BareRoom } from './bare-room.js';
import { Crowd } from './crowd.js';
import { consolesOf, type Figures, logInOf, type Stage, withService, writersAmong } from './stage.js';
import { eventOnWire } from './wire.js';

const CONSOLES = 500;
const WRITERS = 10;
const WINDOW_MS = 5_000;

/**
 * `fanOutOverBare`: deliveries a second to 500 consoles of one session while ten people give commands one after the other, over
 * a bare socket.io server that tells the same bytes on the same demand and keeps nothing.
 */
export async function measureFanOut(stage: Stage): Promise<Figures> {
  const each = stage.quick ? 6 : 20;
  const [sessionId = ''] = stage.sessionIds;
  const [ours, theirs, room] = [new Crowd(), new Crowd(), new BareRoom()];
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  try {
    await withService(stage, { copy: 'bench_fan_out' }, async (_, people) => {
      const writers = writersAmong(people).slice(0, WRITERS);
      await ours.openWriters(writers.map((person) => ({ ...logInOf(person), sessionId })));
      await ours.openConsoles({ logIns: consolesOf(people, CONSOLES), sessionId });
      await ours.burst(1);
      const { url } = await room.listen(await eventOnWire(writers[0], sessionId));
      const anybody = { url, token: '' };
      await theirs.openWriters(writers.map(() => ({ ...anybody, sessionId })));
      await theirs.openConsoles({ logIns: Array.from({ length: CONSOLES }, () => anybody), sessionId });
      for (let round = -1; round < stage.rounds; round += 1) {
        const told = await ours.burst(each);
        const bare = await theirs.burst(each);
        await pause(WINDOW_MS / 2);
        if (round < 0) continue;
        perSecond.ours.push(told.deliveries / told.tellingSeconds);
        perSecond.bare.push(bare.deliveries / bare.tellingSeconds);
      }
    });
  } finally {
    for (const helper of [ours, theirs, room]) await helper.stop();
  }
  printHead();
  printRow('deliveries to 500', spread(perSecond.ours), '1/s');
  printRow('bare socket.io', spread(perSecond.bare), '1/s');
  return { fanOutOverBare: medianRatio(perSecond.ours, perSecond.bare) };
}
