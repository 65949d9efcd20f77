import { isPermission, type Permission } from '../../../src/identity/index.js';
import type { Person } from './cast.js';
import type { Observed, Outcome, Probe, Probes } from './probe.js';
import { holds, type Demand, type Parents, verdictOf } from './verdict.js';

const AT_ONCE = 16;

/** A route or socket event as its catalogue declares it. */
export interface Door {
  /** `GET /api/v1/cases/:id`, `/command join`. */
  readonly name: string;
  readonly permission: string;
}

export interface Guarded extends Door {
  readonly permission: Permission;
}

export function isGuarded(door: Door): door is Guarded {
  return isPermission(door.permission);
}

/** What the door's own permission and everything the probe demands come to. */
export function refusalFor(
  { permission }: Guarded,
  { demands }: { demands?: (person: Person) => readonly Demand[] },
  person: Person,
  parents: Parents,
): 'forbidden' | 'invisible' | undefined {
  if (!holds(person, permission)) return 'forbidden';
  for (const demand of demands?.(person) ?? []) {
    const verdict = verdictOf(person, demand, parents);
    if (verdict !== 'allowed') return verdict;
  }
  return undefined;
}

/** Lists and redacted views are open to everyone with the permission; what the demands decide is what is in them. */
export function expectedOutcome(door: Guarded, probe: Probe, person: Person, parents: Parents): Outcome {
  const refusal = refusalFor(door, probe, person, parents);
  if ('path' in probe) return refusal ?? 'reached';
  if (!holds(person, door.permission)) return 'forbidden';
  if ('list' in probe) return refusal ? 'not listed' : 'listed';
  return refusal ? 'redacted' : 'whole';
}

/** One line for each answer that is not what the table says. */
export async function walk(
  doors: readonly Guarded[],
  probes: Probes,
  people: readonly Person[],
  parents: Parents,
  observe: (probe: Probe, door: Guarded, person: Person) => Promise<Observed>,
): Promise<string[]> {
  const wrong: string[] = [];
  const steps = doors.flatMap((door) =>
    (probes[door.name] ?? []).flatMap((probe) => people.map((person) => ({ door, probe, person }))),
  );
  await eachOf(steps, async ({ door, probe, person }) => {
    const expected = expectedOutcome(door, probe, person, parents);
    const came = await observe(probe, door, person);
    if (came !== expected) wrong.push(deviation(titleOf(door, probe), person, expected, came));
  });
  return wrong;
}

export function deviation(title: string, { name }: Person, expected: Outcome, came: Observed): string {
  return `${title}: ${name}: ${expected} expected, ${typeof came === 'string' ? came : came.unexpected} came`;
}

export function titleOf({ name }: Door, { variant }: Probe): string {
  return variant ? `${name} (${variant})` : name;
}

/** So many at a time as a few busy people would cause. */
export async function eachOf<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  const waiting = things.values();
  const hand = async () => {
    for (const thing of waiting) await work(thing);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}
