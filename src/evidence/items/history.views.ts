import type { z } from 'zod';
import type { PlacedEntry } from '../log/log.repository.js';
import { toCorrectionView, toSealBrief } from '../sealing/correction.schemas.js';
import type { EvidenceItem } from './evidence-item.entity.js';
import { type EvidenceView, ITEM_LOG_ENTRIES } from './evidence.schemas.js';
import type { ItemHistory } from './item-history.reader.js';
import { heldBy, minutesOf, timeUnkept } from './preservation.rules.js';
import type { ReaderSight } from './reader-sight.service.js';

type View = z.input<typeof EvidenceView>;

/** What the log has of the item, and the time before it had it. */
export function toHistoryView(
  { capturedAt, receivedAt }: EvidenceItem,
  { log, held, seal, corrections, card }: ItemHistory,
  { origin }: ReaderSight,
): Pick<View, 'log' | 'preservation' | 'seal' | 'corrections'> {
  const unkept = timeUnkept(capturedAt, receivedAt);
  return {
    log: log.flatMap(toLogEntry),
    seal: seal && toSealBrief(seal),
    corrections: corrections.map(toCorrectionView),
    preservation: {
      minutesToFirstHash: unkept && minutesOf(unkept),
      // Who had the device belongs to its party (decisions, 2).
      held: origin ? (held?.map(({ from, to, holder }) => ({ from: iso(from), to: iso(to), holder })) ?? null) : null,
      card: card && {
        intakeId: card.intakeId,
        path: card.path,
        handedInBy: card.handedInBy,
        openedAt: iso(card.openedAt),
        heldDevice: origin ? heldBy(held, card.handedInBy?.userId ?? null) : null,
      },
    },
  };
}

/** An entry is shown when it has its place. */
function toLogEntry({ kind, index, leafHash }: PlacedEntry): View['log'] {
  const entry = ITEM_LOG_ENTRIES.find((code) => code === kind);
  return entry === undefined || index === null ? [] : [{ entry, index, leafHash: leafHash.toString('hex') }];
}

function iso(at: Date): string {
  return at.toISOString();
}
