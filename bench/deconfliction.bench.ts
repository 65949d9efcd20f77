import { ApiClient } from '../scripts/scenario/api-client.js';
import { type Benchmark, printHead, printRow, spread } from './bench.types.js';
import { BarePlanner, recordPlan, type RecordedPlan } from './deconfliction/bare-planner.js';
import { crowdSql, zonesSql } from './deconfliction/crowd.js';
import { fileAll, type PlanBody, randomPlans, type Sky } from './deconfliction/plans.js';
import { checkZones, percentile95 } from './deconfliction/zone-check.js';
import { BenchDatabase } from './support/bench-database.js';
import { KeepAliveClient } from './support/keep-alive-client.js';
import { Service } from './support/service.js';

const CLIENTS = 40;
const PLANS = 400;
const LIVE_FLIGHTS = 10_000;
const ZONES = 5_000;
/** As many connections as the service opens by default. */
const CONNECTIONS = 12;
const DAY_MS = 86_400_000;

/**
 * `plansOverInsert`: plans accepted per second over HTTP, of 400 random ones by 40 clients, over a bare program that
 * inserts the same rows. `growthAt10kFlights`: time per plan among 10,000 live flights over that among none.
 * `zoneCheckOverExact`: p95 of the service's check of a polygon of 1,000 vertices against 5,000 zones, candidates from the
 * database and all, over that of our own exact test of the zones whose boxes it meets. `zoneCheckOverTurf`: the same over
 * a general library's. `planCheckOverExact`: of everything that a plan is asked, over HTTP.
 */
export const benchmark: Benchmark = async ({ quick }) => {
  const prepared = await prepare();
  try {
    const plans = await measurePlans(prepared, quick ? 3 : 7);
    const zones = await measureZones(prepared, quick ? 40 : 200);
    return { ...plans, ...zones };
  } finally {
    await prepared.database.stop();
  }
};

interface Prepared {
  readonly database: BenchDatabase;
  readonly sky: Sky;
  readonly recorded: RecordedPlan;
}

async function prepare(): Promise<Prepared> {
  const found: Partial<Omit<Prepared, 'database'>> = {};
  const database = await BenchDatabase.start(async (url, { logInOf }) => {
    const client = await logIn(url, logInOf);
    const day = new Date(Math.ceil(Date.now() / DAY_MS + 1) * DAY_MS);
    const sky = { day, pilotId: client.user.id, deviceId: await bookDrone(client, day) };
    const apart = { ...sky, day: new Date(day.getTime() - DAY_MS) };
    Object.assign(found, { sky, recorded: await recordPlan(client, randomPlans(apart, 40, 1)) });
  });
  const { sky, recorded } = found;
  if (!sky || !recorded) throw new Error('no plan was recorded');
  return { database, sky, recorded };
}

async function bookDrone(client: ApiClient, day: Date): Promise<string> {
  const during = {
    from: new Date(day.getTime() - DAY_MS).toISOString(),
    to: new Date(day.getTime() + DAY_MS).toISOString(),
  };
  const free = await client.get<{ items: { id: string }[] }>(
    `/devices?category=uav&freeFrom=${during.from}&freeTo=${during.to}&limit=50`,
  );
  for (const { id } of free.body.items) {
    const booked = await client.post('/bookings', { during, purpose: 'benchmark', deviceIds: [id] });
    if (booked.status === 201) return id;
  }
  throw new Error('no drone can be booked');
}

async function measurePlans({ database, sky, recorded }: Prepared, rounds: number) {
  const [empty, crowded, bare] = [
    await database.copy('bench_empty'),
    await database.copy('bench_crowded'),
    await database.copy('bench_bare'),
  ];
  await database.query('bench_crowded', crowdSql(sky, LIVE_FLIGHTS));
  const services = [
    await Service.start(database.dataDir, { DATABASE_URL: empty }),
    await Service.start(database.dataDir, { DATABASE_URL: crowded }),
  ] as const;
  const reference = new BarePlanner(bare, recorded, CONNECTIONS);
  const clients = await Promise.all(services.map((service) => keepAlive(service, database)));
  const perSecond = { ours: [] as number[], bare: [] as number[] };
  const perPlan = { empty: [] as number[], crowded: [] as number[] };
  const shares: number[] = [];
  try {
    for (let round = -1; round < rounds; round += 1) {
      const plans = randomPlans(sky, PLANS, 100 + round);
      const [ours, among] = [await fileOver(clients[0], plans), await fileOver(clients[1], plans)];
      const inserted = await fileAll(() => reference.file(), plans, CLIENTS);
      for (const name of ['bench_empty', 'bench_crowded']) await database.query(name, GIVE_BACK);
      if (round < 0) continue;
      perSecond.ours.push(ours.accepted / ours.seconds);
      perSecond.bare.push(inserted.accepted / inserted.seconds);
      perPlan.empty.push((ours.seconds * 1_000) / PLANS);
      perPlan.crowded.push((among.seconds * 1_000) / PLANS);
      shares.push((ours.accepted * 100) / PLANS);
    }
  } finally {
    for (const client of clients) client.close();
    await reference.stop();
    for (const service of services) await service.stop();
  }
  printHead();
  printRow('plans accepted', spread(shares), '%');
  printRow('accepted over HTTP', spread(perSecond.ours), '1/s');
  printRow('same rows, bare', spread(perSecond.bare), '1/s');
  printRow('a plan, no other flight', spread(perPlan.empty), 'ms');
  printRow(`a plan, ${LIVE_FLIGHTS} live`, spread(perPlan.crowded), 'ms');
  return {
    plansOverInsert: rounded(spread(perSecond.ours).median / spread(perSecond.bare).median),
    growthAt10kFlights: rounded(spread(perPlan.crowded).median / spread(perPlan.empty).median),
  };
}

const GIVE_BACK = `UPDATE flight SET state = 'cancelled' WHERE purpose = 'benchmark' AND state <> 'cancelled'`;

function fileOver(client: KeepAliveClient | undefined, plans: readonly PlanBody[]) {
  return fileAll(
    async (plan) => {
      const sent = await client?.send('POST', '/flights', plan);
      if (sent?.status === 201) return true;
      if (sent?.status === 409) return false;
      throw new Error(`POST /flights: ${sent?.status} ${sent?.body}`);
    },
    plans,
    CLIENTS,
  );
}

async function measureZones({ database, sky }: Prepared, checks: number) {
  const url = await database.copy('bench_zones');
  await database.query('bench_zones', zonesSql(ZONES));
  const service = await Service.start(database.dataDir, { DATABASE_URL: url });
  try {
    const { url: address, token } = await logIn(service.url, database.logInOf);
    const [plan] = randomPlans(sky, 1, 5);
    if (plan === undefined) throw new Error('there is a plan');
    const times = await checkZones(() => new KeepAliveClient(address, token, 1), url, plan, checks);
    printRow('zones near', spread(times.candidates), '');
    printRow('everything, over HTTP', spread(times.http), 'ms');
    printRow('check against zones', spread(times.check), 'ms');
    printRow('exact test by turf', spread(times.exact), 'ms');
    printRow('exact test by ours', spread(times.ours), 'ms');
    const http = percentile95(times.http);
    const check = percentile95(times.check);
    const exact = percentile95(times.exact);
    const ours = percentile95(times.ours);
    const p95 = Object.entries({ http, check, exact, ours }).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`);
    process.stdout.write(`p95: ${p95.join(', ')}\n`);
    return {
      zoneCheckOverExact: rounded(check / ours),
      zoneCheckOverTurf: rounded(check / exact),
      planCheckOverExact: rounded(http / ours),
    };
  } finally {
    await service.stop();
  }
}

async function keepAlive(service: Service, { logInOf }: BenchDatabase): Promise<KeepAliveClient> {
  const { url, token } = await logIn(service.url, logInOf);
  return new KeepAliveClient(url, token, CLIENTS);
}

async function logIn(url: string, logInOf: BenchDatabase['logInOf']): Promise<ApiClient> {
  const { username, password } = logInOf('pilot', '东光县人民检察院');
  return ApiClient.logIn(url, username, password);
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
