import { Injectable } from '@nestjs/common';
import type { Signal, SignalItem, SignalKind } from './signal.types.js';

/** A phone that has been silent for so long is somewhere else by now. */
export const STALE_MS = 30_000;

/** How long a signal stands without being said again. */
const LASTING_MS: Readonly<Record<SignalKind, number>> = {
  position: 300_000,
  cursor: 5_000,
  typing: 5_000,
  read: 60_000,
  still: 15_000,
};
/** Whoever has not been told for so long is shown the whole picture again, so that no end has to be kept longer. */
export const ENDS_KEPT_MS = 60_000;

/** The latest of one kind from one person; `item` is what goes out. */
export interface BoardEntry {
  readonly key: string;
  readonly signal: Signal;
  readonly change: number;
  readonly heardAt: number;
  readonly stale: boolean;
  readonly gone: boolean;
}

/** The latest signal of each kind from each person, by session, in memory alone. Nothing here is kept or proves anything. */
@Injectable()
export class SignalBoard {
  private readonly sessions = new Map<string, Map<string, BoardEntry>>();
  /** Counts what changed; a viewer is told from its own number on. */
  private changes = 0;

  get head(): number {
    return this.changes;
  }

  put(sessionId: string, signal: Signal, now: Date): void {
    const entries = this.sessions.get(sessionId) ?? new Map<string, BoardEntry>();
    this.sessions.set(sessionId, entries);
    const key = keyOf(signal);
    const before = entries.get(key);
    if (before && isOlder(signal, before)) return;
    this.set(entries, { key, signal, heardAt: heardAt(signal, now), stale: false, gone: false });
  }

  /** Ends a signal before its time. */
  end(sessionId: string, which: Pick<Signal, 'kind' | 'userId'> & { readonly requestId?: string }, now: Date): void {
    const entries = this.sessions.get(sessionId);
    const entry = entries?.get(keyOf(which));
    if (entries && entry && !entry.gone) this.set(entries, { ...entry, heardAt: now.getTime(), gone: true });
  }

  /** What changed after a number; before the first one, everything there is. */
  since(sessionId: string, change: number): BoardEntry[] {
    const entries = [...(this.sessions.get(sessionId)?.values() ?? [])];
    return change < 0 ? entries.filter(({ gone }) => !gone) : entries.filter((entry) => entry.change > change);
  }

  /** Lets what has become old grow stale, and end. */
  age(now: Date): void {
    for (const [sessionId, entries] of this.sessions) {
      for (const entry of entries.values()) this.ageOne(entries, entry, now.getTime());
      if (entries.size === 0) this.sessions.delete(sessionId);
    }
  }

  private ageOne(entries: Map<string, BoardEntry>, entry: BoardEntry, now: number): void {
    const { kind } = entry.signal;
    const age = now - entry.heardAt;
    if (entry.gone && age > ENDS_KEPT_MS) entries.delete(entry.key);
    else if (entry.gone) return;
    // What somebody has read is not over because it was said a while ago.
    else if (age > LASTING_MS[kind] && kind === 'read') entries.delete(entry.key);
    else if (age > LASTING_MS[kind]) this.set(entries, { ...entry, heardAt: now, gone: true });
    else if (kind === 'position' && age > STALE_MS && !entry.stale) this.set(entries, { ...entry, stale: true });
  }

  private set(entries: Map<string, BoardEntry>, entry: Omit<BoardEntry, 'change'>): void {
    this.changes += 1;
    entries.set(entry.key, { ...entry, change: this.changes });
  }
}

/** The entry as it goes out. */
export function itemOf({ signal, stale, gone }: BoardEntry): SignalItem {
  if (gone) return endOf(signal);
  return stale ? { ...signal, stale: true } : signal;
}

/** The word that a signal is over, for this viewer or for all. */
export function endOf({ kind, userId, ...rest }: Signal): SignalItem {
  return { kind, userId, ...('requestId' in rest && { requestId: rest.requestId }), gone: true };
}

function keyOf({ kind, userId, ...rest }: Pick<Signal, 'kind' | 'userId'> & { readonly requestId?: string }): string {
  return `${kind} ${userId} ${rest.requestId ?? ''}`;
}

/** A position is as old as its phone says. */
function heardAt(signal: Signal, now: Date): number {
  return signal.kind === 'position' ? Math.min(Date.parse(signal.at), now.getTime()) : now.getTime();
}

/** Two that overtook each other on the way: the later one stands. */
function isOlder(signal: Signal, { signal: before, gone }: BoardEntry): boolean {
  return 'at' in signal && 'at' in before && !gone && Date.parse(signal.at) < Date.parse(before.at);
}
