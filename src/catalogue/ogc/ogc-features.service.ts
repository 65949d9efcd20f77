import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, Clock, Id, PlatformErrors } from '../../platform/index.js';
import { COLLECTION_IDS, COLLECTIONS, type CollectionId, CRS84 } from './collections.js';
import { FeatureSources, type FoundFeature } from './feature-sources.js';
import { GEOJSON } from './ogc.documents.js';
import type { CollectionsView, CollectionView, ItemsQuery, OgcLink } from './ogc.schemas.js';

/** Where a request went, and with which parameters. */
export interface Asked {
  readonly base: string;
  readonly search: string;
}

/** The collections and their features, each with its links. [OGC 17-069r4] */
@Injectable()
export class OgcFeatures {
  constructor(
    private readonly sources: FeatureSources,
    private readonly clock: Clock,
  ) {}

  collections(base: string): z.input<typeof CollectionsView> {
    return {
      links: [link(`${base}/collections`, 'self', 'application/json')],
      collections: COLLECTION_IDS.map((id) => described(base, id)),
    };
  }

  /** @throws NOT_FOUND */
  collection(base: string, name: string): z.input<typeof CollectionView> {
    return described(base, known(name));
  }

  /** @throws NOT_FOUND, CURSOR_INVALID */
  async items(
    actor: Actor,
    { base, search }: Asked,
    name: string,
    query: z.output<typeof ItemsQuery>,
  ): Promise<Record<string, unknown>> {
    const collection = known(name);
    const { limit, cursor, bbox: boxes, datetime } = query;
    const source = this.sources.of(collection);
    const asked = { ...datetime, boxes, cursor, limit };
    const { items, nextCursor } = await source.page(actor, asked);
    const address = `${base}/collections/${collection}`;
    return {
      type: 'FeatureCollection',
      links: [
        link(addressed(`${address}/items`, search), 'self', GEOJSON),
        ...(nextCursor === null ? [] : [link(addressed(`${address}/items`, search, nextCursor), 'next', GEOJSON)]),
        link(address, 'collection', 'application/json'),
      ],
      timeStamp: this.clock.now().toISOString(),
      numberMatched: await source.count(actor, asked),
      numberReturned: items.length,
      features: items.map(featureOf),
    };
  }

  /** @throws NOT_FOUND */
  async item(actor: Actor, base: string, name: string, featureId: string): Promise<Record<string, unknown>> {
    const collection = known(name);
    const id = Id.safeParse(featureId);
    if (!id.success) throw PlatformErrors.NOT_FOUND();
    const { items } = await this.sources.of(collection).page(actor, { id: id.data, limit: 1 });
    const [found] = items;
    if (!found) throw PlatformErrors.NOT_FOUND();
    const address = `${base}/collections/${collection}`;
    return {
      ...featureOf(found),
      links: [
        link(`${address}/items/${found.id}`, 'self', GEOJSON),
        link(address, 'collection', 'application/json'),
        ...(collection === 'evidence' || collection === 'footprints'
          ? [link(originOf(base, found.id), 'alternate', 'application/json')]
          : []),
      ],
    };
  }
}

function addressed(address: string, search: string, cursor?: string): string {
  const parameters = new URLSearchParams(search);
  if (cursor !== undefined) parameters.set('cursor', cursor);
  const written = parameters.toString();
  return written === '' ? address : `${address}?${written}`;
}

/** The item as our own interface tells it. */
function originOf(base: string, id: string): string {
  return new URL(`/api/v1/evidence/${id}`, base).href;
}

function known(name: string): CollectionId {
  const id = COLLECTION_IDS.find((collection) => collection === name);
  if (!id) throw PlatformErrors.NOT_FOUND();
  return id;
}

function described(base: string, id: CollectionId): z.input<typeof CollectionView> {
  const address = `${base}/collections/${id}`;
  return {
    id,
    ...COLLECTIONS[id],
    itemType: 'feature',
    crs: [CRS84],
    links: [
      link(address, 'self', 'application/json'),
      { ...link(`${address}/items`, 'items', GEOJSON), title: COLLECTIONS[id].title },
    ],
  };
}

function featureOf({ id, geometry, properties }: FoundFeature): Record<string, unknown> {
  return { type: 'Feature', id, geometry, properties };
}

export function link(href: string, rel: string, type: string): OgcLink {
  return { href, rel, type };
}
