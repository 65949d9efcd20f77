import { Injectable } from '@nestjs/common';
import { People, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { personOf, type SessionEvent } from '../events/session-event.js';
import { linksOf } from './event-links.rules.js';
import type { Names } from './event-words.rules.js';

/** Names for the ids that events hold: as the record has them, else as the directory has them now. */
@Injectable()
export class RecordNames {
  constructor(
    private readonly people: People,
    private readonly units: UnitTree,
  ) {}

  async of(tx: Tx, events: readonly SessionEvent[]): Promise<Names> {
    const names = new Map(events.flatMap(recordedNames));
    const links = events.flatMap(({ payload }) => linksOf(payload));
    const unknown = links.filter(({ id }) => !names.has(id));
    for (const { id } of unknown.filter(({ kind }) => kind === 'unit')) {
      const unit = this.units.find(id);
      if (unit) names.set(id, unit.name);
    }
    const missing = [...new Set(unknown.filter(({ kind }) => kind === 'person').map(({ id }) => id))];
    if (missing.length === 0) return names;
    for (const { id, displayName } of await this.people.findMany(tx, missing)) names.set(id, displayName);
    return names;
  }
}

/** Of the actors, and of whom the session has to do with; what people write elsewhere names nobody. */
function recordedNames({ type, actor, payload }: SessionEvent): [string, string][] {
  const person = personOf(actor);
  const { userId, name } = payload;
  const isNamed = type.startsWith('participant.') && typeof userId === 'string' && typeof name === 'string';
  return [
    ...(isNamed ? ([[userId, name]] satisfies [string, string][]) : []),
    ...(person
      ? ([
          [person.userId, person.name],
          [person.unitId, person.unitName],
        ] satisfies [string, string][])
      : []),
  ];
}
