import { Controller, Header, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { CONFORMS_TO } from './collections.js';
import { apiDocument, GEOJSON, OPENAPI_30 } from './ogc.documents.js';
import { link, OgcFeatures } from './ogc-features.service.js';
import {
  CollectionsView,
  CollectionView,
  ConformanceView,
  ItemsQuery,
  LandingView,
  PathName,
  PlainQuery,
} from './ogc.schemas.js';

const JSON_TYPE = 'application/json';

@Controller('ogc')
export class OgcController {
  constructor(private readonly features: OgcFeatures) {}

  @Endpoint({
    method: 'GET',
    permission: 'catalogue.read',
    summary: 'Where OGC API Features begins',
    response: LandingView,
  })
  landing(
    @Req() request: Request,
    @Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>,
  ): z.input<typeof LandingView> {
    const base = baseOf(request);
    return {
      title: '空中案卷 Skydocket',
      description:
        '证据、拍摄范围、飞行空域、量测与专题图层。Evidence, footprints, flights, measurements and thematic layers.',
      links: [
        link(base, 'self', JSON_TYPE),
        link(`${base}/api`, 'service-desc', OPENAPI_30),
        link(`${base}/conformance`, 'conformance', JSON_TYPE),
        link(`${base}/collections`, 'data', JSON_TYPE),
      ],
    };
  }

  @Endpoint({
    method: 'GET',
    path: 'api',
    permission: 'catalogue.read',
    summary: 'OGC API Features as OpenAPI 3.0',
    produces: OPENAPI_30,
  })
  @Header('Content-Type', OPENAPI_30)
  api(
    @Req() request: Request,
    @Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>,
  ): Record<string, unknown> {
    return apiDocument(baseOf(request));
  }

  @Endpoint({
    method: 'GET',
    path: 'conformance',
    permission: 'catalogue.read',
    summary: 'Requirements classes of OGC API Features that are met',
    response: ConformanceView,
  })
  conformance(@Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>): z.input<typeof ConformanceView> {
    return { conformsTo: [...CONFORMS_TO] };
  }

  @Endpoint({
    method: 'GET',
    path: 'collections',
    permission: 'catalogue.read',
    summary: 'Collections of OGC API Features',
    response: CollectionsView,
  })
  collections(
    @Req() request: Request,
    @Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>,
  ): z.input<typeof CollectionsView> {
    return this.features.collections(baseOf(request));
  }

  @Endpoint({
    method: 'GET',
    path: 'collections/:collectionId',
    permission: 'catalogue.read',
    summary: 'One collection of OGC API Features',
    response: CollectionView,
  })
  collection(
    @Req() request: Request,
    @Param('collectionId', { schema: PathName }) collectionId: string,
    @Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>,
  ): z.input<typeof CollectionView> {
    return this.features.collection(baseOf(request), collectionId);
  }

  @Endpoint({
    method: 'GET',
    path: 'collections/:collectionId/items',
    permission: 'catalogue.read',
    summary: 'Features of a collection that the caller may see',
    produces: GEOJSON,
    errors: ['OGC_BBOX_INVALID', 'OGC_DATETIME_INVALID', 'CURSOR_INVALID'],
  })
  @Header('Content-Type', GEOJSON)
  items(
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Param('collectionId', { schema: PathName }) collectionId: string,
    @Query({ schema: ItemsQuery }) query: z.output<typeof ItemsQuery>,
  ): Promise<Record<string, unknown>> {
    const search = new URL(request.originalUrl, 'http://any').search;
    return this.features.items(actor, { base: baseOf(request), search }, collectionId, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'collections/:collectionId/items/:featureId',
    permission: 'catalogue.read',
    summary: 'One feature of a collection',
    produces: GEOJSON,
  })
  @Header('Content-Type', GEOJSON)
  async item(
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Param('collectionId', { schema: PathName }) collectionId: string,
    @Param('featureId', { schema: PathName }) featureId: string,
    @Query({ schema: PlainQuery }) _query: z.output<typeof PlainQuery>,
  ): Promise<Record<string, unknown>> {
    return this.features.item(actor, baseOf(request), collectionId, featureId);
  }
}

/** As the caller spells it: links lead back the way the request came. */
function baseOf(request: Request): string {
  return `${request.protocol}://${request.get('host') ?? 'localhost'}/ogc`;
}
