import type { z } from 'zod';
import type { PlacedEntry } from '../log/log.repository.js';
import { toCorrectionView, toSealBrief } from '../sealing/correction.schemas.js';
import type { EvidenceItem } from './evidence-item.entity.js';
import { type EvidenceView, ITEM_LOG_ENTRIES } from './evidence.schemas.js';
import type { ItemHistory } from './item-history.reader.js';
import { heldBy, minutesOf, timeUnkept } from './preservation.rules.js';
import { asSeen, type ReaderSight } from './item-sight.rules.js';

type View = z.input<typeof EvidenceView>;

/** What the log has of the item, and the time before it had it. */
export function toHistoryView(
  { capturedAt, receivedAt }: EvidenceItem,
  { log, held, seal, corrections, card }: ItemHistory,
  sight: ReaderSight,
): Pick<View, 'log' | 'preservation' | 'seal' | 'corrections'> {
  const unkept = timeUnkept(capturedAt, receivedAt);
  return {
    log: log.flatMap(toLogEntry),
    seal: seal && toSealBrief(seal),
    corrections: corrections.map(toCorrectionView),
    preservation: asSeen(
      'preservation',
      {
        minutesToFirstHash: unkept && minutesOf(unkept),
        held: held?.map(({ from, to, holder }) => ({ from: iso(from), to: iso(to), holder })) ?? null,
        card: card && toCardView(card, held, sight),
      },
      sight,
    ),
  };
}

function toCardView(
  { intakeId, path, handedInBy, openedAt }: NonNullable<ItemHistory['card']>,
  held: ItemHistory['held'],
  sight: ReaderSight,
): NonNullable<View['preservation']['card']> {
  const heldDevice = heldBy(held, handedInBy?.userId ?? null);
  return asSeen('card', { intakeId, path, handedInBy, openedAt: iso(openedAt), heldDevice }, sight);
}

/** An entry is shown when it has its place. */
function toLogEntry({ kind, index, leafHash }: PlacedEntry): View['log'] {
  const entry = ITEM_LOG_ENTRIES.find((code) => code === kind);
  return entry === undefined || index === null ? [] : [{ entry, index, leafHash: leafHash.toString('hex') }];
}

function iso(at: Date): string {
  return at.toISOString();
}
