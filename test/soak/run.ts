import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { commandTrial } from './command/command-trial.js';
import { SCENARIOS } from './scenarios.js';
import { CannotRun, type Length, type SoakOptions, type Trial } from './soak.types.js';
import { telemetryTrial } from './telemetry-trial.js';

const TRIALS: readonly Trial[] = [...SCENARIOS.map(telemetryTrial), commandTrial];

const USAGE = `Usage: npm run test:soak -- [TRIAL…] [--quick] [--seconds N] [--disturbances N] [--rate 2000] [--devices 200]
         [--seed N] [--postgres-bin FOLDER]

Is anything lost that was acknowledged? Sends numbered messages and commands, disturbs, and compares with the database.
Trials: ${TRIALS.map(({ name }) => name).join(', ')}. Without a name all of them, one after the other.
Needs Debian's packages postgresql-15 and mosquitto, and for disk-full the right to mount.
How long each lasts, with --quick and without, unless told:
${TRIALS.map(({ name, quick, full }) => `  ${name}: ${inSeconds(quick)}; ${inSeconds(full)}`).join('\n')}
`;

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

type Asked = Omit<SoakOptions, keyof Length> & Partial<Length> & { readonly quick: boolean };

function argumentsOf(args: readonly string[]): { asked: Asked; trials: readonly Trial[] } {
  try {
    const texts = ['seconds', 'disturbances', 'rate', 'devices', 'seed', 'postgres-bin'];
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { quick: { type: 'boolean' }, ...Object.fromEntries(texts.map((name) => [name, { type: 'string' }])) },
    });
    const { 'postgres-bin': postgresBin, seed = Math.floor(Math.random() * 1e6), ...rest } = Arguments.parse(values);
    if (positionals.some((name) => !TRIALS.some((trial) => trial.name === name))) throw new BadArguments(USAGE);
    const trials = TRIALS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { asked: { ...rest, postgresBin, seed }, trials };
  } catch {
    throw new BadArguments(USAGE);
  }
}

async function main(): Promise<number> {
  const { asked, trials } = argumentsOf(process.argv.slice(2));
  let faults = 0;
  for (const trial of trials) {
    const workDir = mkdtempSync(join(tmpdir(), 'skydocket-soak-'));
    // The servers' own users have folders of theirs in it.
    chmodSync(workDir, 0o755);
    const { quick, ...wishes } = asked;
    const { seconds, disturbances } = { ...(quick ? trial.quick : trial.full), ...withoutUndefined(wishes) };
    const options = { ...wishes, seconds, disturbances };
    say(`${trial.title}: ${inSeconds(options)}, seed ${options.seed}`);
    faults += await play(trial, options, workDir);
  }
  return faults === 0 ? 0 : 1;
}

/** @returns how many faults were found; where there are some, or it broke off, its folder stays. */
async function play(trial: Trial, options: SoakOptions, workDir: string): Promise<number> {
  try {
    const { faults, words } = await trial.rehearse(options, workDir, say);
    say(words);
    if (faults > 0) say(`  what ran is kept in ${workDir}`);
    else rmSync(workDir, { recursive: true, force: true });
    return faults;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    rmSync(workDir, { recursive: true, force: true });
    say(`NOT RUN ${trial.name}: ${error.message}`);
    return 0;
  }
}

function inSeconds({ seconds, disturbances }: Length): string {
  return `${seconds} s and ${disturbances} disturbances`;
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
