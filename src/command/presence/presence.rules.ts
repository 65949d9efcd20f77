/** From the most to the least present. A client says the middle two; that it is there at all its connection says. */
export const PRESENCE_STATES = ['online', 'idle', 'background', 'offline'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** What a client may say of itself. */
export const SAID_STATES = ['online', 'idle', 'background'] as const satisfies readonly PresenceState[];
export type SaidState = (typeof SAID_STATES)[number];

/** What an instance says is renewed this often, */
export const RENEW_MS = 10_000;
/** and holds this long: an instance that died says nothing any more. */
export const HOLDS_MS = 25_000;

/** Whoever is on no line for this long has gone; a line that breaks and comes back says nothing of it. */
export const GONE_MS = 5_000;
/** A state that changes to and fro is written this often at most. */
export const CHANGE_MS = 3_000;
/** Everyone is told of everyone this often: what is told of changes in between may be lost. */
export const WHOLE_MS = 10_000;

/** What one instance last said of a person in a session. */
export interface PresenceLine {
  readonly userId: string;
  readonly state: PresenceState;
  readonly since: Date;
  readonly lastAt: Date;
}

/** A person, whatever devices they are there with. */
export interface Presence {
  readonly userId: string;
  readonly state: PresenceState;
  readonly lastSeenAt: Date;
}

/** The best of what several devices or instances say. */
export function mostPresent(states: readonly PresenceState[]): PresenceState {
  return PRESENCE_STATES.find((state) => states.includes(state)) ?? 'offline';
}

/** One entry a person. */
export function presenceOf(lines: readonly PresenceLine[], now: Date): Presence[] {
  const byPerson = new Map<string, PresenceLine[]>();
  for (const line of lines) byPerson.set(line.userId, [...(byPerson.get(line.userId) ?? []), line]);
  return [...byPerson].map(([userId, own]) => ({
    userId,
    state: mostPresent(own.map(({ state, lastAt }) => (holds(lastAt, now) ? state : 'offline'))),
    lastSeenAt: new Date(Math.max(...own.map(({ lastAt }) => lastAt.getTime()))),
  }));
}

function holds(lastAt: Date, now: Date): boolean {
  return now.getTime() - lastAt.getTime() < HOLDS_MS;
}

/** Everyone who is known now, and who was told to be there and is no longer known of. */
export function pictureOf(told: ReadonlyMap<string, Presence>, current: readonly Presence[]): Presence[] {
  const known = new Set(current.map(({ userId }) => userId));
  const vanished = [...told.values()].filter(({ userId, state }) => !known.has(userId) && state !== 'offline');
  return [...current, ...vanished.map((one) => ({ ...one, state: 'offline' as const }))];
}

/** What is to be told of someone: those whose state differs from what was told last. */
export function changesOf(told: ReadonlyMap<string, Presence>, current: readonly Presence[]): Presence[] {
  return current.filter(({ userId, state }) => (told.get(userId)?.state ?? 'offline') !== state);
}
