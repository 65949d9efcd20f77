import type { z } from 'zod';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { ChainView, CustodyEventView, EvidenceView } from '../items/evidence.schemas.js';
import type { CorroborationView } from '../corroboration/corroboration.schemas.js';
import type { LogProofs } from '../log/log.service.js';
import type { HiddenValues } from '../log/openings.rules.js';
import type { ExtraFiles } from './exhibit.extras.js';

/** One item of an export, as the one who asked for it may see it. */
export interface Exhibit {
  /** Three digits or more, from 001: the name of its folder. */
  readonly number: string;
  readonly item: EvidenceItem;
  readonly purpose: string | null;
  readonly record: z.input<typeof EvidenceView>;
  readonly custody: readonly z.input<typeof CustodyEventView>[];
  readonly chain: z.input<typeof ChainView>;
  readonly corroboration: z.input<typeof CorroborationView> | null;
  readonly proofs: LogProofs;
  /** What the one who asked for it knows of what the proofs hide. */
  readonly known: HiddenValues;
  readonly extras: ExtraFiles;
}

export function exhibitNumber(position: number): string {
  return String(position).padStart(3, '0');
}

export function exhibitFolder({ number }: Pick<Exhibit, 'number'>): string {
  return `data/exhibits/${number}`;
}

/**
 * Where the original lies. BagIt spells a percent sign as `%25` in its lists, where coreutils look for a file of that name:
 * in the bag it stands as its full-width form, in the record as it was given.
 */
export function originalPath(exhibit: Exhibit): string {
  return `${exhibitFolder(exhibit)}/original/${exhibit.item.fileName.replaceAll('%', '％')}`;
}
