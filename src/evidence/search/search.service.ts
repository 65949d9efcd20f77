import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  decodeCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { ItemRow } from '../items/evidence.repository.js';
import { bucketsBetween, type BucketWidth, cellDegreesAt, MOST_BUCKETS, MOST_CELLS, widthFor } from './bucket.rules.js';
import {
  type Bucket,
  type Cluster,
  type FoundRow,
  type SearchPlace,
  SearchRepository,
  type Tally,
} from './search.repository.js';
import type { SearchFilter, SearchTime } from './search.rules.js';
import { SeenVerdicts } from './seen-verdicts.js';

export interface PageWish {
  readonly order: SearchTime;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Histogram {
  readonly bucket: BucketWidth;
  readonly total: number;
  readonly withoutTime: number;
  readonly buckets: readonly Bucket[];
}

/**
 * Where a search with a verdict reads on when a page is not full: the database gives what has it for some reader, and
 * what this one may know is decided item by item.
 */
const LEAST_READ_ON = 20;

/** Finds items among those the reader may see. */
@Injectable()
export class EvidenceSearch {
  constructor(
    private readonly found: SearchRepository,
    private readonly verdicts: SeenVerdicts,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Latest first. @throws CURSOR_INVALID */
  async page<View>(
    actor: Actor,
    filter: SearchFilter,
    { order, limit, cursor }: PageWish,
    view: (row: ItemRow) => View,
  ): Promise<Page<View>> {
    const after = placeIn(cursor, order);
    const rows = await this.unitOfWork.read((tx) => this.rows(tx, actor, filter, { order, limit: limit + 1, after }));
    return keysetPage(
      rows,
      limit,
      ({ at, row: { id } }) => (order === 'captured' ? [at, id] : [id]),
      ({ row }) => view(row),
    );
  }

  async count(actor: Actor, filter: Omit<SearchFilter, 'verdict'>): Promise<number> {
    return this.unitOfWork.read((tx) => this.found.count(tx, this.access.scope(actor, 'evidence.read'), filter));
  }

  /** How many there are, by the unit of whoever brought them in and by kind. */
  async tally(actor: Actor, filter: Omit<SearchFilter, 'verdict'>): Promise<Tally[]> {
    return this.unitOfWork.read((tx) => this.found.tally(tx, this.access.scope(actor, 'evidence.read'), filter));
  }

  /** @throws HISTOGRAM_TOO_FINE */
  async histogram(actor: Actor, filter: Omit<SearchFilter, 'verdict'>, width?: BucketWidth): Promise<Histogram> {
    const scope = this.access.scope(actor, 'evidence.read');
    return this.unitOfWork.read(async (tx) => {
      const { first, last, withTime, total } = await this.found.span(tx, scope, filter);
      const withoutTime = total - withTime;
      if (!first || !last) return { bucket: width ?? 'day', total, withoutTime, buckets: [] };
      const bucket = width ?? widthFor(first, last);
      if (bucketsBetween(first, last, bucket) > MOST_BUCKETS)
        throw EvidenceErrors.HISTOGRAM_TOO_FINE({ most: MOST_BUCKETS });
      return { bucket, total, withoutTime, buckets: await this.found.buckets(tx, scope, filter, bucket) };
    });
  }

  /** Marks of a map. @throws CLUSTERS_TOO_FINE when the box has too many cells at this zoom */
  async clusters(
    actor: Actor,
    filter: Omit<SearchFilter, 'verdict'>,
    zoom: number,
  ): Promise<{ cellDegrees: number; clusters: readonly Cluster[] }> {
    const cellDegrees = cellDegreesAt(zoom);
    const [box] = filter.boxes ?? [];
    const cells = box && ((box.maxLon - box.minLon) / cellDegrees + 1) * ((box.maxLat - box.minLat) / cellDegrees + 1);
    if (cells === undefined || cells > MOST_CELLS) throw EvidenceErrors.CLUSTERS_TOO_FINE({ most: MOST_CELLS });
    const scope = this.access.scope(actor, 'evidence.read');
    const clusters = await this.unitOfWork.read((tx) => this.found.clusters(tx, scope, filter, cellDegrees));
    return { cellDegrees, clusters };
  }

  private async rows(
    tx: Tx,
    actor: Actor,
    filter: SearchFilter,
    page: { order: SearchTime; limit: number; after: SearchPlace | undefined },
  ): Promise<FoundRow[]> {
    const scope = this.access.scope(actor, 'evidence.read');
    const { verdict } = filter;
    if (verdict === undefined) return this.found.page(tx, scope, filter, page);
    const shown: FoundRow[] = [];
    const readOn = Math.max(LEAST_READ_ON, page.limit);
    let after = page.after;
    while (shown.length < page.limit) {
      const rows = await this.found.page(tx, scope, filter, { order: page.order, after, limit: readOn });
      const having = await this.verdicts.having(
        tx,
        actor,
        verdict,
        rows.map(({ row }) => row.id),
      );
      shown.push(...rows.filter(({ row }) => having.has(row.id)));
      const last = rows.at(-1);
      after = last && { at: last.at, id: last.row.id };
      if (rows.length < readOn) break;
    }
    return shown.slice(0, page.limit);
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** As the database writes an instant, or the place of those without one. */
const MOMENT =
  /^(-infinity|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?[+-][0-9]{2}(:[0-9]{2})?)$/;

/** @throws CURSOR_INVALID also for the cursor of another order */
function placeIn(cursor: string | undefined, order: SearchTime): SearchPlace | undefined {
  if (cursor === undefined) return undefined;
  const key = decodeCursor(cursor, order === 'captured' ? 2 : 1);
  const [at, id] = order === 'captured' ? key : ['-infinity', ...key];
  if (typeof at !== 'string' || typeof id !== 'string' || !MOMENT.test(at) || !ID.test(id))
    throw PlatformErrors.CURSOR_INVALID();
  return { at, id };
}
