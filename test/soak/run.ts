import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Outcome, rehearse } from './rehearsal.js';
import { SCENARIOS } from './scenarios.js';
import { CannotRun, type Scenario, type SoakOptions } from './soak.types.js';

const USAGE = `Usage: npm run test:soak -- [SCENARIO…] [--quick] [--seconds 300] [--disturbances 20] [--rate 2000]
         [--devices 200] [--seed N] [--postgres-bin FOLDER]

Is a message lost that was acknowledged? Sends numbered messages, disturbs, and compares with the database.
Scenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}. Without a name all of them, one after the other.
Needs Debian's packages postgresql-15 and mosquitto, and for disk-full the right to mount.
--quick: 45 s and 4 disturbances.
`;
const QUICK = { seconds: 45, disturbances: 4 } as const;
const FULL = { seconds: 300, disturbances: 20 } as const;

const Arguments = z.object({
  quick: z.boolean().default(false),
  seconds: z.coerce.number().min(5).max(86_400).optional(),
  disturbances: z.coerce.number().int().min(0).max(10_000).optional(),
  rate: z.coerce.number().min(1).max(100_000).default(2_000),
  devices: z.coerce.number().int().min(1).max(100_000).default(200),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .optional(),
  'postgres-bin': z.string().default('/usr/lib/postgresql/15/bin'),
});

class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

function argumentsOf(args: readonly string[]): { options: SoakOptions; names: readonly string[] } {
  try {
    const texts = ['seconds', 'disturbances', 'rate', 'devices', 'seed', 'postgres-bin'];
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { quick: { type: 'boolean' }, ...Object.fromEntries(texts.map((name) => [name, { type: 'string' }])) },
    });
    const { quick, 'postgres-bin': postgresBin, seed, ...rest } = Arguments.parse(values);
    const { seconds, disturbances } = { ...(quick ? QUICK : FULL), ...withoutUndefined(rest) };
    const options = { ...rest, seconds, disturbances, postgresBin, seed: seed ?? Math.floor(Math.random() * 1e6) };
    const names = positionals.length > 0 ? positionals : SCENARIOS.map(({ name }) => name);
    if (names.some((name) => !SCENARIOS.some((scenario) => scenario.name === name))) throw new BadArguments(USAGE);
    return { options, names };
  } catch {
    throw new BadArguments(USAGE);
  }
}

async function main(): Promise<number> {
  const { options, names } = argumentsOf(process.argv.slice(2));
  let faults = 0;
  for (const scenario of SCENARIOS.filter(({ name }) => names.includes(name))) {
    const workDir = mkdtempSync(join(tmpdir(), 'skydocket-soak-'));
    // The servers' own users have folders of theirs in it.
    chmodSync(workDir, 0o755);
    say(`${scenario.title}: ${options.seconds} s at ${options.rate} a second, seed ${options.seed}`);
    faults += await play(scenario, options, workDir);
  }
  return faults === 0 ? 0 : 1;
}

/** @returns how many faults were found; where there are some, or it broke off, its folder stays. */
async function play(scenario: Scenario, options: SoakOptions, workDir: string): Promise<number> {
  try {
    const outcome = await rehearse(scenario, options, workDir, say);
    say(inWords(outcome, options));
    if (outcome.faults > 0) say(`  what ran is kept in ${workDir}`);
    else rmSync(workDir, { recursive: true, force: true });
    return outcome.faults;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    rmSync(workDir, { recursive: true, force: true });
    say(`NOT RUN ${scenario.name}: ${error.message}`);
    return 0;
  }
}

function inWords({ reckoning, ...outcome }: Outcome, { rate }: SoakOptions): string {
  const { acknowledged, frames, quarantined, lost, twice, misplaced, outOfOrder, strangers, latestBehind } = reckoning;
  const slow = outcome.medianSecond < rate * 0.95 ? `, below the ${rate} that were asked for` : '';
  return [
    `${outcome.faults === 0 ? 'PASS' : 'FAIL'} ${outcome.scenario}: ${acknowledged} acknowledged, ${lost} lost`,
    `${frames} frames and ${quarantined} in quarantine, ${twice} twice, ${outOfOrder} out of order`,
    `${misplaced} misplaced, ${strangers} never sent, ${latestBehind} latest states behind, ${outcome.unanswered} unanswered`,
    `${outcome.perSecond}/s on the whole, ${outcome.medianSecond}/s in the median second${slow}`,
    `${outcome.disturbances} disturbances in ${outcome.seconds} s, ${outcome.connectionsLost} connections lost, ${outcome.resent} sent again`,
    `${outcome.devices} devices on ${outcome.lines} lines`,
  ].join('; ');
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${error instanceof BadArguments ? error.message : String((error as Error).stack)}\n`);
  process.exit(error instanceof BadArguments ? 2 : 1);
}
