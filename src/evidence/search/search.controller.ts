import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { EvidenceList } from '../items/evidence.schemas.js';
import { toEvidenceBrief, toEvidenceCollection } from '../items/evidence.views.js';
import {
  ClusterQuery,
  ClustersView,
  EvidenceQuery,
  EvidenceSearchBody,
  HistogramQuery,
  HistogramView,
} from './search.schemas.js';
import { EvidenceSearch } from './search.service.js';
import { filterOf, toClustersView, toHistogramView } from './search.views.js';

type Listed = z.input<typeof EvidenceList>;

@Controller('api/v1/evidence')
export class EvidenceSearchController {
  constructor(private readonly search: EvidenceSearch) {}

  @Endpoint({
    method: 'GET',
    permission: 'evidence.read',
    summary: 'Visible evidence, latest first; as GeoJSON on demand',
    response: EvidenceList,
    errors: ['BBOX_INVALID', 'SEARCH_AREA_INVALID', 'CURSOR_INVALID'],
  })
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: EvidenceQuery }) { polygon, ...query }: z.output<typeof EvidenceQuery>,
  ): Promise<Listed> {
    return this.page(actor, { ...query, area: polygon });
  }

  @Endpoint({
    method: 'POST',
    path: 'search',
    status: 200,
    permission: 'evidence.read',
    summary: 'As the list, with an area of any shape',
    response: EvidenceList,
    idempotent: false,
    errors: ['BBOX_INVALID', 'SEARCH_AREA_INVALID', 'CURSOR_INVALID'],
  })
  async find(
    @CurrentActor() actor: Actor,
    @Body({ schema: EvidenceSearchBody }) body: z.output<typeof EvidenceSearchBody>,
  ): Promise<Listed> {
    return this.page(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: 'histogram',
    permission: 'evidence.read',
    summary: 'Visible evidence counted along the time, by the calendar in China',
    response: HistogramView,
    errors: ['BBOX_INVALID', 'SEARCH_AREA_INVALID', 'HISTOGRAM_TOO_FINE'],
  })
  async histogram(
    @CurrentActor() actor: Actor,
    @Query({ schema: HistogramQuery }) { bucket, polygon, ...query }: z.output<typeof HistogramQuery>,
  ): Promise<z.input<typeof HistogramView>> {
    const filter = filterOf({ ...query, area: polygon });
    return toHistogramView(query.time, await this.search.histogram(actor, filter, bucket));
  }

  @Endpoint({
    method: 'GET',
    path: 'clusters',
    permission: 'evidence.read',
    summary: 'Visible evidence gathered for a map',
    response: ClustersView,
    errors: ['BBOX_INVALID', 'SEARCH_AREA_INVALID', 'CLUSTERS_TOO_FINE'],
  })
  async clusters(
    @CurrentActor() actor: Actor,
    @Query({ schema: ClusterQuery }) { zoom, polygon, ...query }: z.output<typeof ClusterQuery>,
  ): Promise<z.input<typeof ClustersView>> {
    return toClustersView(await this.search.clusters(actor, filterOf({ ...query, area: polygon }), zoom));
  }

  private async page(actor: Actor, { f, order, limit, cursor, ...query }: z.output<typeof EvidenceSearchBody>) {
    const { items, nextCursor } = await this.search.page(
      actor,
      filterOf(query),
      { order, limit, cursor },
      toEvidenceBrief,
    );
    return f === 'geojson' ? toEvidenceCollection(items, nextCursor) : { items: [...items], nextCursor };
  }
}
