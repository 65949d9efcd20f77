import { ApiClient } from '../scripts/scenario/api-client.js';
import { type Benchmark, printHead, printRow, spread } from './bench.types.js';
import { BareBooker, recordBooking, type RecordedBooking } from './booking/bare-booker.js';
import { bookAll, HttpBooker, pickDevices } from './booking/book-all.js';
import { enlargeSql, measurePoolList } from './booking/pool-list.js';
import { SlotDeck } from './booking/slot-deck.js';
import { BenchDatabase } from './support/bench-database.js';
import { Service } from './support/service.js';

const CLIENTS = 50;
const DEVICES = 60;
const SMALL_POOL = 426;
const LARGE_POOL = 100_000;
/** As many connections as the service opens by default. */
const CONNECTIONS = 12;

/**
 * `bookingOverBareSql`: accepted bookings/s over HTTP with auth over those of a bare program that sends the same
 * statements. `poolListP95Growth`: p95 of the filtered list with 100,000 devices over that with 426.
 */
export const benchmark: Benchmark = async ({ quick }) => {
  const prepared = await prepare();
  try {
    const bookingOverBareSql = await measureBookings(prepared, quick ? 3 : 7, quick ? 1_000 : 3_000);
    const poolListP95Growth = await measureGrowth(prepared.database, quick ? 10 : 40);
    return { bookingOverBareSql, poolListP95Growth };
  } finally {
    await prepared.database.stop();
  }
};

interface Prepared {
  readonly database: BenchDatabase;
  readonly deviceIds: readonly string[];
  readonly recorded: RecordedBooking;
}

async function prepare(): Promise<Prepared> {
  const found: { recorded?: RecordedBooking; deviceIds: string[] } = { deviceIds: [] };
  const database = await BenchDatabase.start(async (url, { logInOf }) => {
    const client = await logIn(url, logInOf);
    const [spare = '', ...deviceIds] = await pickDevices(client, DEVICES + 1);
    found.deviceIds = deviceIds;
    found.recorded = await recordBooking(client, spare);
  });
  if (!found.recorded) throw new Error('no booking was recorded');
  return { database, deviceIds: found.deviceIds, recorded: found.recorded };
}

async function measureBookings({ database, deviceIds, recorded }: Prepared, rounds: number, tries: number) {
  const [ours, bare] = [await database.copy('bench_ours'), await database.copy('bench_bare')];
  const service = await Service.start(database.dataDir, { DATABASE_URL: ours });
  const booker = new HttpBooker(await logIn(service.url, database.logInOf), CLIENTS);
  const reference = new BareBooker(bare, recorded, CONNECTIONS);
  const decks = [new SlotDeck(deviceIds, new Date()), new SlotDeck(deviceIds, new Date())] as const;
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  try {
    for (let round = -1; round < rounds; round += 1) {
      const oursNow = await bookAll(booker, decks[0], CLIENTS, tries);
      const bareNow = await bookAll(reference, decks[1], CLIENTS, tries);
      if (round < 0) continue;
      perSecond.ours.push(oursNow);
      perSecond.bare.push(bareNow);
    }
  } finally {
    booker.close();
    await reference.stop();
    await service.stop();
  }
  process.stdout.write(`${recorded.accepted.length} statements a booking, ${recorded.refused.length} a refusal\n`);
  printHead();
  printRow('bookings over HTTP', spread(perSecond.ours), '1/s');
  printRow('same statements, bare', spread(perSecond.bare), '1/s');
  return rounded(spread(perSecond.ours).median / spread(perSecond.bare).median);
}

async function measureGrowth(database: BenchDatabase, rounds: number): Promise<number> {
  const [small, large] = [await database.copy('bench_small'), await database.copy('bench_large')];
  await database.query('bench_large', enlargeSql(LARGE_POOL));
  await database.query('bench_small', 'ANALYZE');
  const services = [
    await Service.start(database.dataDir, { DATABASE_URL: small }),
    await Service.start(database.dataDir, { DATABASE_URL: large }),
  ];
  try {
    const clients = await Promise.all(services.map(({ url }) => logIn(url, database.logInOf)));
    const sizes = [SMALL_POOL, LARGE_POOL];
    const pools = clients.map((client, at) => ({ client, devices: sizes[at] ?? 0 }));
    const [few = Number.NaN, many = Number.NaN] = await measurePoolList(pools, rounds);
    process.stdout.write(
      `p95 ${few.toFixed(1)} ms with ${SMALL_POOL}, ${many.toFixed(1)} ms with ${LARGE_POOL} devices\n`,
    );
    return rounded(many / few);
  } finally {
    for (const service of services) await service.stop();
  }
}

async function logIn(url: string, logInOf: BenchDatabase['logInOf']): Promise<ApiClient> {
  const { username, password } = logInOf('equipment_manager');
  return ApiClient.logIn(url, username, password);
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
