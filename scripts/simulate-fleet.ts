import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConfigError } from '../src/platform/index.js';
import { ApiClient } from './scenario/api-client.js';
import { findDemonstration, NotReady } from './scenario/running-demonstration.js';
import { OffScript } from './scenario/stage.js';
import { Fleet, type FleetCount } from './simulator/fleet/fleet.js';
import { devicesOn, rosterOf } from './simulator/fleet/roster.js';

const USAGE = `Usage: npm run simulate -- [--devices 426] [--rate 0.5] [--seed 1] [--seconds 0] [--take-off-within 120]

Devices of the running demonstration report over lines of their own: crews fly surveys near their units, instruments
and boats say where they are.
  --devices         at most so many report; an aircraft and its controller are two
  --rate            frames a second of each device
  --seed            the same seed flies the same surveys
  --seconds         end after this; 0: until interrupted
  --take-off-within seconds in which every crew takes off for the first time
`;
const REPORT_EVERY_MS = 5_000;

const Options = z.object({
  devices: z.coerce.number().int().min(1).max(100_000).default(426),
  rate: z.coerce.number().min(0.01).max(50).default(0.5),
  seed: z.coerce.number().int().min(0).max(1_000_000).default(1),
  seconds: z.coerce.number().min(0).default(0),
  'take-off-within': z.coerce.number().min(0).max(3_600).default(120),
});

class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

function optionsOf(args: readonly string[]): z.output<typeof Options> {
  const names = ['devices', 'rate', 'seed', 'seconds', 'take-off-within'];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return Options.parse(parseArgs({ args: [...args], options }).values);
  } catch {
    throw new BadArguments(USAGE);
  }
}

async function main(): Promise<number> {
  const { devices, rate, seed, seconds, ...options } = optionsOf(process.argv.slice(2));
  const { url, mqttUrl, logIns } = await findDemonstration();
  const login = logIns.find(({ role, unit }) => role === 'equipment_manager' && unit === '河北省人民检察院');
  if (!login) throw new NotReady('the demonstration has no equipment manager of the province');
  const manager = await ApiClient.logIn(url, login.username, login.password);
  const lines = await rosterOf(manager, devices);
  const reporting = devicesOn(lines);
  say(`${reporting} devices on ${lines.length} lines, ${rate} frames a second each, seed ${seed}`);
  if (reporting < devices - 1) say(`no more of the pool report over a line: ${devices} were asked for`);
  const fleet = new Fleet({ mqttUrl, seed, rate, firstTakeOffWithinSeconds: options['take-off-within'] });
  await fleet.connect(manager, lines);
  const ended = untilEnded(seconds);
  const running = fleet.run();
  await report(fleet, ended);
  const total = await fleet.stop();
  await running;
  say(inWords(total));
  return total.acknowledged === total.sent ? 0 : 1;
}

/** The first interruption ends the simulation in order, a second one at once. */
function untilEnded(seconds: number): Promise<void> {
  return new Promise((done) => {
    if (seconds > 0) setTimeout(done, seconds * 1_000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}

async function report(fleet: Fleet, ended: Promise<void>): Promise<void> {
  const over = ended.then(() => true);
  let before = fleet.counted.sent;
  while (!(await Promise.race([over, pause(REPORT_EVERY_MS, false)]))) {
    const { sent } = fleet.counted;
    say(`${((sent - before) / (REPORT_EVERY_MS / 1_000)).toFixed(1)} a second; ${inWords(fleet.counted)}`);
    before = sent;
  }
}

function inWords({ sent, acknowledged, leftOut, connectionsLost, airborne }: FleetCount): string {
  return `${airborne} in the air, ${sent} sent, ${acknowledged} acknowledged, ${leftOut} left out, ${connectionsLost} connections lost`;
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
