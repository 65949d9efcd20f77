import type { z } from 'zod';
import type { Position } from '../../geo/index.js';
import type { Period } from '../../platform/index.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { ChainView, EvidenceView } from '../items/evidence.schemas.js';
import type { ReaderSight } from '../items/item-sight.rules.js';
import type { CheckView, CorroborationView } from '../corroboration/corroboration.schemas.js';
import type { LogProofs } from '../log/log.service.js';
import type { HiddenValues } from '../log/openings.rules.js';

export const MOST_EXHIBITS = 5_000;

/** Frames of a device around the capture. */
export interface ExhibitTrack {
  readonly deviceId: string;
  readonly during: Period;
}

/** One item of an export, as the one who asked for it may see it; in memory only while its files are written. */
export interface Exhibit {
  /** Three digits or more, from 001: the name of its folder. */
  readonly number: string;
  readonly item: EvidenceItem;
  readonly sight: ReaderSight;
  readonly purpose: string | null;
  readonly record: z.input<typeof EvidenceView>;
  readonly chain: z.input<typeof ChainView>;
  readonly corroboration: z.input<typeof CorroborationView> | null;
  readonly proofs: LogProofs;
  /** What the one who asked for it knows of what the proofs hide. */
  readonly known: HiddenValues;
  /** Sequence of the last custody event that it tells. */
  readonly custodyUpTo: string;
  /** Canonical JSON of everything the item said when it was sealed; its digest is in the log. Null where it was not. */
  readonly sealedRecord: string | null;
  /** Null where the device was not heard, or is not the reader’s to know. */
  readonly track: ExhibitTrack | null;
}

/** A track as maps draw it: with no more than so many of its places. */
export interface TrackLine extends ExhibitTrack {
  readonly frames: number;
  /** Longitude and latitude in turn. */
  readonly coordinates: Float64Array;
}

type RecordField =
  | 'id'
  | 'kind'
  | 'state'
  | 'title'
  | 'fileName'
  | 'sha256'
  | 'sm3'
  | 'size'
  | 'mediaType'
  | 'capturedAt'
  | 'capturedSource'
  | 'position'
  | 'positionSource'
  | 'receivedAt'
  | 'flags'
  | 'footprint';

/** What is remembered of an exhibit once its files are written: for lists, maps and the first page. */
export interface ExhibitBrief {
  readonly number: string;
  readonly purpose: string | null;
  readonly record: Pick<Exhibit['record'], RecordField>;
  readonly corroboration: {
    readonly words: { readonly zh: string; readonly en: string };
    readonly checks: readonly Pick<z.input<typeof CheckView>, 'check' | 'verdict' | 'independence'>[];
  } | null;
  /** Of the checklist, in its order. */
  readonly answers: readonly (boolean | null)[];
  /** Names in its folder, without the original. */
  readonly files: readonly string[];
  readonly track: TrackLine | null;
  /** Indexes of what is said of it in the log. */
  readonly entries: readonly number[];
}

/** Where the exhibits claim to be from: each sheet shows those around it. */
export interface ExhibitPlace {
  readonly itemId: string;
  readonly number: string;
  readonly position: Position | null;
  /** It had its bytes then. */
  readonly isStanding: boolean;
}

export function exhibitNumber(position: number): string {
  return String(position).padStart(3, '0');
}

export function exhibitFolder({ number }: Pick<Exhibit, 'number'>): string {
  return `data/exhibits/${number}`;
}

/** A tombstone: its record and its proofs are given, its bytes are gone. */
export function isRemoved({ record }: { readonly record: Pick<Exhibit['record'], 'state'> }): boolean {
  return record.state === 'removed';
}

/**
 * Where the original lies. BagIt spells a percent sign as `%25` in its lists, where coreutils look for a file of that name:
 * in the bag it stands as its full-width form, in the record as it was given.
 */
export function originalPath(
  exhibit: Pick<ExhibitBrief, 'number'> & { record: { readonly fileName: string } },
): string {
  return `${exhibitFolder(exhibit)}/original/${exhibit.record.fileName.replaceAll('%', '％')}`;
}
