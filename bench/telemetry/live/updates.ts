import { setTimeout as pause } from 'node:timers/promises';
import { printRow, spread } from '../../bench.types.js';
import { freePort } from '../../support/free-port.js';
import { Service } from '../../support/service.js';
import type { BenchDevice } from '../fleet/bench-fleet.js';
import { Blaster, ownLines } from '../fleet/blaster.js';
import { BareWs } from '../references/ws-server.js';
import { type Figures, medianRatio, type Stage } from '../stage.js';
import { CountingViewers } from './counting-viewers.js';
import { type Box, logInAll, quarters } from './views.js';

const DEVICES = 10_000;
const HERTZ = 2;
const VIEWERS = 100;
const WARM_UP_SECONDS = 3;

/**
 * Positions that arrive at 100 viewers of four views while 10,000 devices report twice a second and all of it is
 * committed; over a bare `ws` server that receives nothing and sends each update as one message, as fast as it can.
 */
export async function measureUpdates({ database, fleet, rounds, quick }: Stage): Promise<Figures> {
  const seconds = quick ? 5 : 10;
  const devices = fleet.slice(0, DEVICES);
  const port = await freePort();
  const env = { DATABASE_URL: await database.copy('bench_updates'), SKYDOCKET_MQTT_PORT: String(port) };
  const service = await Service.start(database.dataDir, env);
  const [blaster, ours, theirs, bare] = [new Blaster(), new CountingViewers(), new CountingViewers(), new BareWs()];
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  try {
    await blaster.open(ownLines(port, devices), 2);
    // Each has been heard of before anyone looks.
    await blaster.pace(DEVICES / 2, 2);
    await pause(1_000);
    const people = await logInAll(service.url, database);
    const views = quarters();
    await ours.open(
      Array.from({ length: VIEWERS }, (_, index) => ({
        url: service.url,
        token: people[index % people.length]?.token ?? '',
        view: views[index % views.length] ?? [0, 0, 1, 1],
      })),
    );
    const { url } = await bare.listen(views.map((view) => devices.filter(isIn(view)).map(updateOf)));
    await theirs.open(Array.from({ length: VIEWERS }, () => ({ url })));
    for (let round = -1; round < rounds; round += 1) {
      const reporting = blaster.pace(DEVICES * HERTZ, WARM_UP_SECONDS + seconds);
      await pause(WARM_UP_SECONDS * 1_000);
      const told = await ours.count(seconds);
      await reporting;
      await pause(2_000);
      const sending = bare.send(1 + seconds);
      await pause(1_000);
      const sent = await theirs.count(seconds);
      await sending;
      if (round < 0) continue;
      perSecond.ours.push(told.updates);
      perSecond.bare.push(sent.updates);
    }
  } finally {
    for (const helper of [blaster, ours, theirs, bare]) await helper.stop();
    await service.stop();
  }
  printRow('updates told', spread(perSecond.ours), '1/s');
  printRow('updates over bare ws', spread(perSecond.bare), '1/s');
  return { updatesOverWs: medianRatio(perSecond.ours, perSecond.bare) };
}

function isIn([minLon, minLat, maxLon, maxLat]: Box): (device: BenchDevice) => boolean {
  return ({ lon, lat }) => lon >= minLon && lon < maxLon && lat >= minLat && lat < maxLat;
}

/** As long as an item of our frames. */
function updateOf({ id, assetCode, lon, lat }: BenchDevice): string {
  return JSON.stringify({
    deviceId: id,
    assetCode,
    at: new Date().toISOString(),
    lon,
    lat,
    heightAboveTakeoffMetres: 80.4,
    headingDegrees: 90,
    speedMetresPerSecond: 7.9,
    batteryPercent: 76,
    stale: false,
  });
}
