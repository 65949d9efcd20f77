import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';
import type { EventScope } from '../events/visibility.rules.js';
import type { AgendaState, ConclusionState, Stance } from './consultation.codes.js';

export interface AgendaItem {
  readonly itemId: string;
  readonly position: number;
  readonly title: string;
  readonly presenter: string | null;
  readonly minutes: number | null;
  readonly state: AgendaState;
  readonly begunSeq: number | null;
  readonly endedSeq: number | null;
}

export interface Material {
  readonly materialId: string;
  readonly agendaItemId: string | null;
  readonly title: string;
  readonly evidenceId: string | null;
  readonly kind: string | null;
  readonly sha256: string | null;
  readonly text: string | null;
  readonly scope: EventScope;
  readonly addedBy: string;
  readonly addedSeq: number;
}

export interface InvitedExpert {
  readonly expertId: string;
  readonly name: string;
  readonly organisation: string;
  readonly userId: string | null;
  readonly guestId: string | null;
  readonly invitedSeq: number;
}

/** A conclusion in its present wording. */
export interface Conclusion {
  readonly conclusionId: string;
  readonly agendaItemId: string | null;
  readonly state: ConclusionState;
  readonly version: number;
  readonly text: string;
  /** Hex. */
  readonly sha256: string;
  readonly draftedBy: string;
  readonly draftedSeq: number;
  readonly settledSeq: number | null;
}

/** Somebody's answer to one wording. */
export interface Voice {
  readonly conclusionId: string;
  readonly version: number;
  readonly sha256: string;
  readonly speakerId: string;
  readonly speakerKind: 'person' | 'guest';
  readonly name: string;
  readonly organisation: string;
  readonly role: string | null;
  readonly stance: Stance;
  readonly reason: string | null;
  readonly seq: number;
  readonly at: Date;
}

/** What is signed, so that it can be computed again anywhere. */
export interface Wording {
  readonly sessionId: string;
  readonly conclusionId: string;
  readonly version: number;
  readonly agendaItemId: string | null;
  readonly text: string;
}

/** SHA-256 of the canonical JSON, hex. */
export function wordingDigest({ sessionId, conclusionId, version, agendaItemId, text }: Wording): string {
  const canonical = canonicalJson({ sessionId, conclusionId, version, agendaItemId, text });
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}

export type AgendaDraft = Pick<AgendaItem, 'itemId' | 'title'> & Partial<Pick<AgendaItem, 'presenter' | 'minutes'>>;

export type NewAgenda =
  | { readonly ok: true; readonly items: readonly AgendaItem[] }
  | { readonly ok: false; readonly code: 'AGENDA_ITEM_BEGUN'; readonly itemId: string };

/**
 * The agenda after it was set anew: what has begun stays on it, what is left out and never began is dropped. What has begun or
 * has a conclusion is called what it was called then.
 */
export function newAgenda(
  before: readonly AgendaItem[],
  drafts: readonly AgendaDraft[],
  concluded: ReadonlySet<string>,
): NewAgenda {
  const titles = new Map(drafts.map(({ itemId, title }) => [itemId, title]));
  const lost = before.find(({ itemId, begunSeq, title }) => {
    if (begunSeq !== null) return titles.get(itemId) !== title;
    return concluded.has(itemId) && (titles.get(itemId) ?? title) !== title;
  });
  if (lost) return { ok: false, code: 'AGENDA_ITEM_BEGUN', itemId: lost.itemId };
  const items = drafts.map((draft, index): AgendaItem => {
    const old = before.find(({ itemId }) => itemId === draft.itemId);
    return {
      itemId: draft.itemId,
      position: index + 1,
      title: draft.title,
      presenter: draft.presenter ?? null,
      minutes: draft.minutes ?? null,
      state: old && old.state !== 'dropped' ? old.state : 'planned',
      begunSeq: old?.begunSeq ?? null,
      endedSeq: old?.endedSeq ?? null,
    };
  });
  const dropped = before
    .filter(({ itemId }) => !titles.has(itemId))
    .map((item): AgendaItem => ({ ...item, state: 'dropped' }));
  return { ok: true, items: [...items, ...dropped] };
}

export type Step =
  | { readonly ok: true; readonly ended: AgendaItem | undefined; readonly begun: AgendaItem | undefined }
  | { readonly ok: false; readonly code: 'AGENDA_ITEM_UNKNOWN' | 'AGENDA_OVER' };

/** Ends the item under way and begins the one that is named, or the next that is planned; there may be none left. */
export function nextStep(items: readonly AgendaItem[], itemId: string | undefined): Step {
  const live = items.filter(({ state }) => state !== 'dropped').sort((a, b) => a.position - b.position);
  const ended = live.find(({ state }) => state === 'under_way');
  if (itemId !== undefined) {
    const begun = live.find((item) => item.itemId === itemId && item.state !== 'under_way');
    return begun ? { ok: true, ended, begun } : { ok: false, code: 'AGENDA_ITEM_UNKNOWN' };
  }
  const planned = live.filter(({ state }) => state === 'planned');
  const begun = planned.find(({ position }) => position > (ended?.position ?? 0)) ?? planned[0];
  return begun || ended ? { ok: true, ended, begun } : { ok: false, code: 'AGENDA_OVER' };
}

/** Somebody who is asked to answer. */
export interface Asked {
  readonly speakerId: string;
  readonly name: string;
  readonly organisation: string;
  readonly role: string | null;
}

/** Who answered a wording and how, and who did not, as the event of its settling keeps it. */
export function tallyOf(voices: readonly Voice[], asked: readonly Asked[]) {
  const answered = new Set(voices.map(({ speakerId }) => speakerId));
  const said = (stance: Stance) =>
    voices
      .filter((voice) => voice.stance === stance)
      .map(({ seq, name, organisation, role, speakerId, reason }) => ({
        seq,
        speakerId,
        name,
        organisation,
        role,
        ...(reason !== null && { reason }),
      }));
  return {
    signed: said('signed'),
    dissented: said('dissented'),
    silent: asked.filter(({ speakerId }) => !answered.has(speakerId)),
  };
}
