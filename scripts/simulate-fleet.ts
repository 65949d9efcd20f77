import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConfigError } from '../src/platform/index.js';
import { findDemonstration, NotReady } from './scenario/running-demonstration.js';
import type { DemoLogIn } from './scenario/stage.js';
import { OffScript } from './scenario/stage.js';
import { Fleet } from './simulator/fleet/fleet.js';
import { FlightDesk } from './simulator/fleet/flight-desk.js';
import { LastingLogIn } from './simulator/fleet/lasting-log-in.js';
import { PhotoPost } from './simulator/fleet/photo-post.js';
import { Pilots } from './simulator/fleet/pilots.js';
import { FleetReport } from './simulator/fleet/report.js';
import { devicesOn, rosterOf } from './simulator/fleet/roster.js';

const USAGE = `Usage: npm run simulate -- [--devices 426] [--rate 0.5] [--photos 3] [--plans 0.7] [--speed 1] [--seed 1]
                           [--docks N] [--seconds 0] [--take-off-within 300]

Devices of the running demonstration report over lines of their own: crews fly over fields, rivers, mines, landfills and
works of their county, docks fly by themselves, photos are taken and uploaded, instruments read, vehicles say where they are.
  --devices         at most so many report; an aircraft and its controller, or dock, are two
  --rate            frames a second of each device
  --docks           at most so many docks are among them; all unless said
  --photos          photos of each flight; 0: none
  --plans           share of the flights that are planned, approved and cleared; 0: none.
                    Pilots' accounts are made for these and, where controllers take photos, for their uploads
  --speed           so much faster than a clock everything goes, and the aircraft fly
  --seed            the same seed flies, says, photographs and reads the same
  --seconds         end after this; 0: until interrupted
  --take-off-within seconds in which every crew takes off for the first time
`;
const REPORT_EVERY_MS = 10_000;

const Options = z.object({
  devices: z.coerce.number().int().min(1).max(100_000).default(426),
  rate: z.coerce.number().min(0.01).max(50).default(0.5),
  docks: z.coerce.number().int().min(0).max(100_000).default(100_000),
  photos: z.coerce.number().int().min(0).max(500).default(3),
  plans: z.coerce.number().min(0).max(1).default(0.7),
  speed: z.coerce.number().min(0.1).max(10).default(1),
  seed: z.coerce.number().int().min(0).max(1_000_000).default(1),
  seconds: z.coerce.number().min(0).default(0),
  'take-off-within': z.coerce.number().min(0).max(3_600).default(300),
});

class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

function optionsOf(args: readonly string[]): z.output<typeof Options> {
  const names = Object.keys(Options.shape);
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return Options.parse(parseArgs({ args: [...args], options }).values);
  } catch {
    throw new BadArguments(USAGE);
  }
}

async function main(): Promise<number> {
  const { devices, seconds, docks, plans, ...options } = optionsOf(process.argv.slice(2));
  const ended = untilEnded();
  const { url, mqttUrl, logIns } = await findDemonstration();
  const person = (role: string) => lasting(url, logIns, role);
  const manager = await person('equipment_manager').client();
  const lines = await rosterOf(manager, devices, docks);
  const reporting = devicesOn(lines);
  say(`${reporting} devices on ${lines.length} lines, ${options.rate} frames a second each, seed ${options.seed}`);
  if (reporting < devices - 1) say(`no more of the pool report over a line: ${devices} were asked for`);
  const pilots = new Pilots(url, person('security_admin'));
  const desk = new FlightDesk(pilots, person('commander'), { share: plans, seed: options.seed });
  const fleet: Fleet = new Fleet(
    { ...options, mqttUrl, firstTakeOffWithinSeconds: options['take-off-within'] },
    {
      photographed: (voice, shots) => post.take(voice, shots),
      beforeFlight: ({ line }, flight) => desk.expect(line, flight),
    },
  );
  const post = new PhotoPost(pilots, fleet.tally);
  await fleet.connect(manager, lines);
  const running = fleet.run();
  const report = new FleetReport(fleet, post, desk);
  await reportUntil(
    report,
    seconds > 0 ? Promise.race([ended, pause(seconds * 1_000, undefined, { ref: false })]) : ended,
  );
  await Promise.all([post.finish(), desk.finish()]);
  const total = await fleet.stop();
  await running;
  for (const line of report.inTheEnd(total)) say(line);
  return total.acknowledged === total.sent && total.refused === 0 ? 0 : 1;
}

function lasting(url: string, logIns: readonly DemoLogIn[], role: string): LastingLogIn {
  const login = logIns.find((one) => one.role === role && one.unit === '河北省人民检察院');
  if (!login) throw new NotReady(`the demonstration has no ${role} of the province`);
  return new LastingLogIn(url, login.username, login.password);
}

/** The first interruption ends the simulation in order, a second one at once. */
function untilEnded(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}

async function reportUntil(report: FleetReport, ended: Promise<unknown>): Promise<void> {
  const over = ended.then(() => true);
  while (!(await Promise.race([over, pause(REPORT_EVERY_MS, false)]))) say(report.now(REPORT_EVERY_MS / 1_000));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exit(await main());
} catch (error) {
  const expected = [NotReady, OffScript, ConfigError, BadArguments].some((kind) => error instanceof kind);
  process.stderr.write(`\n${expected ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exit(error instanceof BadArguments ? 2 : 1);
}
