import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../../scripts/scenario/api-client.js';
import type { DemoLogIn } from '../../scripts/scenario/stage.js';
import { type Line, rosterOf } from '../../scripts/simulator/fleet/roster.js';
import { randomOf } from '../../scripts/simulator/random.js';
import { DeviceBook } from './device-book.js';
import { RawFleet } from './raw-fleet.js';
import { RawLine } from './raw-line.js';
import { faultsOf, reckon, type Reckoning } from './reckoning.js';
import type { LogIn, Scenario, SoakOptions, Stage } from './soak.types.js';

/** Nothing is disturbed before so much of the run is over. */
const FIRST_MOMENT = 0.05;
const LAST_MOMENT = 0.9;
const QUIET_WITHIN_MS = 180_000;
/** Behind an external broker what was acknowledged may still be on its way to the database. */
const NO_PROGRESS_MS = 20_000;

export interface Outcome {
  readonly scenario: string;
  readonly seconds: number;
  readonly disturbances: number;
  readonly lines: number;
  readonly devices: number;
  readonly sent: number;
  readonly perSecond: number;
  readonly medianSecond: number;
  readonly resent: number;
  readonly connectionsLost: number;
  readonly unanswered: number;
  readonly reckoning: Reckoning;
  readonly faults: number;
}

/** One scenario from the first message to the last look into the database. */
export async function rehearse(
  scenario: Scenario,
  options: SoakOptions,
  workDir: string,
  say: (line: string) => void,
): Promise<Outcome> {
  const random = randomOf(options.seed);
  const stage = await scenario.prepare(workDir, options);
  const fleet = new RawFleet(options.rate);
  try {
    const lines = await linesOf(stage, options, fleet);
    fleet.connect(lines);
    const seconds = await perform(fleet, stage, options, random, say);
    const unanswered = await untilQuiet(fleet);
    fleet.end();
    const reckoning = await settled(stage, fleet);
    return {
      scenario: scenario.name,
      seconds: Math.round(seconds),
      disturbances: options.disturbances,
      lines: lines.length,
      devices: fleet.books.length,
      sent: fleet.sent,
      perSecond: Math.round(reckoning.acknowledged / seconds),
      medianSecond: fleet.medianSecond,
      resent: fleet.resent,
      connectionsLost: fleet.connectionsLost,
      unanswered,
      reckoning,
      faults: faultsOf(reckoning) + unanswered,
    };
  } finally {
    fleet.end();
    await stage.end();
  }
}

async function linesOf(stage: Stage, { devices }: SoakOptions, fleet: RawFleet): Promise<RawLine[]> {
  const people = JSON.parse(readFileSync(join(stage.dataDir, 'demo-users.json'), 'utf8')) as DemoLogIn[];
  const login = people.find(({ role, unit }) => role === 'equipment_manager' && unit === '河北省人民检察院');
  if (!login) throw new Error('the demonstration has no equipment manager of the province');
  const manager = await ApiClient.logIn(stage.url, login.username, login.password);
  const roster = await rosterOf(manager, devices);
  const lines: RawLine[] = [];
  for (const [index, line] of roster.entries()) {
    const logIn = await secretOf(manager, line);
    const options = {
      ...logIn,
      port: stage.mqttPort,
      clientId: `soak-${index}`,
      protocolVersion: index % 2 ? 5 : 4,
    } as const;
    lines.push(new RawLine(options, booksOf(line), fleet.onAcknowledged));
  }
  return lines;
}

/** A controller speaks for itself and for the aircraft that travels with it. */
function booksOf({ assetCode, crew }: Line): DeviceBook[] {
  return [assetCode, ...(crew ? [crew.gatewaySerial] : [])].map((name) => new DeviceBook(name));
}

async function secretOf(manager: ApiClient, { deviceId, assetCode }: Line): Promise<LogIn> {
  const answer = await manager.post<LogIn>(`/devices/${deviceId}/mqtt-credential`);
  if (answer.status !== 201) throw new Error(`secret of ${assetCode}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Sends for the whole time while the disturbances happen at their moments. @returns the seconds it took */
async function perform(
  fleet: RawFleet,
  stage: Stage,
  { seconds, disturbances }: SoakOptions,
  random: () => number,
  say: (line: string) => void,
): Promise<number> {
  const begun = performance.now();
  const moments = Array.from({ length: disturbances }, () => FIRST_MOMENT + random() * (LAST_MOMENT - FIRST_MOMENT));
  const disturbing = (async () => {
    for (const moment of moments.sort((a, b) => a - b)) {
      await pause(Math.max(0, begun + moment * seconds * 1_000 - performance.now()));
      const at = ((performance.now() - begun) / 1_000).toFixed(1);
      const before = fleet.acknowledged;
      const what = await stage.disturb(random);
      const forSeconds = ((performance.now() - begun) / 1_000 - Number(at)).toFixed(1);
      say(
        `  ${at} s: ${what}; ready again ${forSeconds} s later, ${fleet.acknowledged - before} acknowledged meanwhile`,
      );
    }
  })();
  const over = Promise.all([disturbing, pause(seconds * 1_000)]);
  await fleet.send(
    over.then(
      () => undefined,
      () => undefined,
    ),
  );
  await over;
  return (performance.now() - begun) / 1_000;
}

/** @returns how many messages nobody acknowledged in the end */
async function untilQuiet(fleet: RawFleet): Promise<number> {
  const deadline = performance.now() + QUIET_WITHIN_MS;
  while (fleet.waiting > 0 && performance.now() < deadline) await pause(100);
  return fleet.waiting;
}

/** The reckoning once nothing more arrives. */
async function settled(stage: Stage, fleet: RawFleet): Promise<Reckoning> {
  let last = await reckon(stage.databaseUrl, fleet.books);
  let progressAt = performance.now();
  while (last.lost > 0 && performance.now() - progressAt < NO_PROGRESS_MS) {
    await pause(1_000);
    const next = await reckon(stage.databaseUrl, fleet.books);
    if (next.lost < last.lost) progressAt = performance.now();
    last = next;
  }
  return last;
}
