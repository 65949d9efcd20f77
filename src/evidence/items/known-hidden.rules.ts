import type { CustodyEvent } from '../custody/custody-event.entity.js';
import { positionInLog } from '../log/leaf.rules.js';
import type { HiddenValues } from '../log/openings.rules.js';
import type { EvidenceClaim } from './evidence-claim.entity.js';
import type { SeenItem } from './item-access.js';
import { maySee } from './item-sight.rules.js';

export interface SaidOfItem {
  readonly claims: readonly Pick<EvidenceClaim, 'subject' | 'value'>[];
  readonly custody: readonly Pick<CustodyEvent, 'event' | 'actorId' | 'details'>[];
}

/** What the reader knows anyhow of what an item's entries in the log hide; an empty text says that there was none. */
export function knownHidden({ item, sight }: Omit<SeenItem, 'attachments'>, said: SaidOfItem): HiddenValues {
  const { fileName, lon, lat } = item;
  const removed = said.custody.filter(({ event }) => event === 'removed');
  const positions = said.claims.flatMap(({ subject, value }) =>
    subject === 'position' && typeof value['lon'] === 'number' && typeof value['lat'] === 'number'
      ? [positionInLog({ lon: value['lon'], lat: value['lat'] })]
      : [],
  );
  const known: HiddenValues = {
    actor: said.custody.flatMap(({ event, actorId }) => (event === 'received' ? [actorId] : [])),
    fileName: [fileName],
    position: ['', ...(lon === null || lat === null ? [] : [positionInLog({ lon, lat })]), ...positions],
    caseId: ['', ...sight.caseIds],
    proposedBy: removed.map(({ details }) => String(details['proposedBy'])),
    confirmedBy: removed.map(({ details }) => String(details['confirmedBy'])),
  };
  const told = Object.entries(known).map(([name, values]) => {
    const named = (value: string): string[] => (name === 'caseId' && value !== '' ? [value] : []);
    return [name, values.filter((value) => value === '' || maySee('proof', name, sight, named(value)))] as const;
  });
  return Object.fromEntries(told);
}
