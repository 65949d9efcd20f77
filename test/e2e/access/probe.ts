import { randomUUID } from 'node:crypto';
import type { Cast, Person } from './cast.js';
import type { County } from './county.js';
import type { Demand } from './verdict.js';

/** Everything a probe's words are made of. */
export interface Scene {
  readonly county: County;
  readonly cast: Cast;
}

/** What is done at one interface, and what its answer must depend on. */
interface Attempt {
  /** Where one interface is probed in more than one way. */
  readonly variant?: string;
  /** Everything that must be allowed beside the interface's own permission; none where it reaches everything. */
  readonly demands?: (person: Person) => readonly Demand[];
}

/** A request that only those get through whom the demands allow: `reached` is an answer nobody gets before access. */
export interface Deed extends Attempt {
  readonly path: (person: Person) => string;
  readonly body?: (person: Person) => unknown;
  /** The status of success, or the code of a refusal that is decided after access. */
  readonly reached: number | string;
}

/** An answer that everyone with the permission gets, such as a list; it shows the object exactly when the demands allow it. */
export interface Listing extends Attempt {
  readonly list: string | ((person: Person) => string);
  readonly body?: unknown;
  readonly shows: string;
}

/** An object that everyone with the permission may see; whole exactly when the demands allow it, otherwise redacted. */
export interface Glimpse extends Attempt {
  readonly glimpse: string;
  readonly of: string;
}

export type Probe = Deed | Listing | Glimpse;

/** Probes by interface, as the catalogue names it: `GET /api/v1/cases/:id`. */
export type Probes = Readonly<Record<string, readonly Probe[]>>;

/** What the table can say of a probe. */
export type Outcome = 'reached' | 'forbidden' | 'invisible' | 'listed' | 'not listed' | 'whole' | 'redacted';

/** The outcome that was seen, or the answer as it came where it fits none. */
export type Observed = Outcome | { readonly unexpected: string };

/** Sends what the probe says, as the person. */
export async function observe(probe: Probe, method: string, person: Person): Promise<Observed> {
  const answer = await send(probe, method, person);
  const { status } = answer;
  const body = answer.body as unknown as { code?: string; data?: { code?: string } };
  // What DJI Pilot 2 is answered has our code one level deeper.
  if ('reached' in probe && [status, body.code, body.data?.code].includes(probe.reached)) return 'reached';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'invisible';
  if ('list' in probe && status === 200) return JSON.stringify(body).includes(probe.shows) ? 'listed' : 'not listed';
  if ('glimpse' in probe && status === 200) return redactionIn(body, probe.of);
  return { unexpected: `${status} ${body.code ?? ''}` };
}

function send(probe: Probe, method: string, person: Person) {
  // A machine must name its requests.
  const headers: Record<string, string> = person.onlyPermissions ? { 'idempotency-key': randomUUID() } : {};
  if ('list' in probe) {
    const list = typeof probe.list === 'string' ? probe.list : probe.list(person);
    return person.client.send(method, list, probe.body, headers);
  }
  if ('glimpse' in probe) return person.client.send(method, probe.glimpse, undefined, headers);
  const body = probe.body?.(person);
  return person.client.send(method, probe.path(person), body, headers);
}

/** Whether the object, alone or on a page, is shown redacted. */
function redactionIn(body: unknown, id: string): Observed {
  const items = (body as { items?: unknown[] }).items ?? [body];
  const shown = (items as { id: string; redacted: boolean }[]).find((item) => item.id === id);
  if (!shown) return { unexpected: 'without the object' };
  return shown.redacted ? 'redacted' : 'whole';
}
