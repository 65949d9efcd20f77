import type { z } from 'zod';
import type { Place } from '../../identity/index.js';
import type { EventActor, SessionEvent } from '../events/session-event.js';
import { linksOf, placeIn } from './event-links.rules.js';
import { type Names, wordsOf } from './event-words.rules.js';
import type { LineView } from './timeline.schemas.js';

export type Line = z.input<typeof LineView>;
export type WordsForPlace = (position: { readonly lon: number; readonly lat: number }) => Place;

/** An event as a person reads it. */
export function lineOf(event: SessionEvent, names: Names, placed: WordsForPlace): Line {
  const { seq, type, occurredAt, recordedAt, payload, scope } = event;
  const position = placeIn(payload);
  return {
    seq,
    at: occurredAt,
    recordedAt,
    type,
    actor: actorView(event.actor),
    text: wordsOf(event, names),
    ...(position && { place: { ...position, inWords: placed(position) } }),
    links: linksOf(payload),
    isRestricted: scope.kind !== 'ALL',
  };
}

function actorView(actor: EventActor): Line['actor'] {
  if ('userId' in actor) {
    const { userId: id, name, unitName: from, tier, role } = actor;
    return { kind: 'person', id, name, from, tier: tier as Line['actor']['tier'], role };
  }
  if (actor.kind === 'guest') return { kind: 'guest', id: actor.guestId, name: actor.name, from: actor.organisation };
  return { kind: 'service', name: actor.name };
}
