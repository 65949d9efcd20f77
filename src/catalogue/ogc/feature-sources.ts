import { Injectable } from '@nestjs/common';
import type { Geometry } from 'geojson';
import type { BoundingBox } from '../../geo/index.js';
import {
  EvidenceSearch,
  FootprintSearch,
  type LayerFeatureRow,
  LayersService,
  MeasurementsService,
  toEvidenceBrief,
  toMeasurementView,
} from '../../evidence/index.js';
import { FlightAreas } from '../../missions/index.js';
import { type Actor, idInCursor, keysetPage, type Page } from '../../platform/index.js';
import type { CollectionId } from './collections.js';
import type { AskedPeriod } from './ogc-query.rules.js';

export interface FeatureQuery extends AskedPeriod {
  readonly id?: string | undefined;
  readonly boxes?: readonly BoundingBox[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface FoundFeature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface FeatureSource {
  page(actor: Actor, query: FeatureQuery): Promise<Page<FoundFeature>>;
  count(actor: Actor, query: FeatureQuery): Promise<number>;
}

/** Where the features of each collection come from: the services of the room that owns them, with their access rules. */
@Injectable()
export class FeatureSources {
  private readonly sources: Readonly<Record<CollectionId, FeatureSource>>;

  constructor(
    search: EvidenceSearch,
    footprints: FootprintSearch,
    flights: FlightAreas,
    measurements: MeasurementsService,
    layers: LayersService,
  ) {
    this.sources = {
      evidence: evidenceSource(search),
      footprints: footprintSource(footprints),
      flights: flightSource(flights),
      measurements: measurementSource(measurements),
      layers: layerSource(layers),
    };
  }

  of(collection: CollectionId): FeatureSource {
    return this.sources[collection];
  }
}

function evidenceSource(search: EvidenceSearch): FeatureSource {
  const filterOf = ({ id, boxes, from, to }: FeatureQuery) => ({ id, boxes, from, to, time: 'captured' as const });
  return {
    page: (actor, query) =>
      search.page(actor, filterOf(query), { order: 'received', limit: query.limit, cursor: query.cursor }, (row) => {
        const { id, position, flags, ...properties } = toEvidenceBrief(row);
        const geometry: Geometry | null = position && { type: 'Point', coordinates: [position.lon, position.lat] };
        return { id, geometry, properties: { ...properties, flags: flags.join(' ') } };
      }),
    count: (actor, query) => search.count(actor, filterOf(query)),
  };
}

function footprintSource(footprints: FootprintSearch): FeatureSource {
  return {
    page: async (actor, { cursor, limit, ...asked }) => {
      const rows = await footprints.footprints(actor, { ...asked, before: idInCursor(cursor), limit: limit + 1 });
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        ({ id, geometry, ...properties }) => ({ id, geometry, properties }),
      );
    },
    count: (actor, { id, boxes, from, to }) => footprints.count(actor, { id, boxes, from, to }),
  };
}

function flightSource(flights: FlightAreas): FeatureSource {
  return {
    page: async (actor, { cursor, limit, ...asked }) => {
      const rows = await flights.areas(actor, { ...asked, before: idInCursor(cursor), limit: limit + 1 });
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        ({ id, geometry, ...properties }) => ({ id, geometry, properties }),
      );
    },
    count: (actor, { id, boxes, from, to }) => flights.count(actor, { id, boxes, from, to }),
  };
}

function measurementSource(measurements: MeasurementsService): FeatureSource {
  return {
    page: async (actor, { cursor, limit, ...filter }) => {
      const rows = await measurements.found(actor, { ...filter, before: idInCursor(cursor), limit: limit + 1 });
      return keysetPage(
        rows,
        limit,
        ({ id }) => [id],
        (row) => {
          const { id, kind, title, caseId, measuredAt, result } = toMeasurementView(row);
          return { id, geometry: row.geometry, properties: { kind, title, caseId, measuredAt, ...result } };
        },
      );
    },
    count: (actor, { id, boxes, from, to }) => measurements.count(actor, { id, boxes, from, to }),
  };
}

function layerSource(layers: LayersService): FeatureSource {
  return {
    page: async (actor, { id, boxes, cursor, limit }) => {
      const rows = await layers.featuresInForce(actor, { id, boxes, after: idInCursor(cursor), limit: limit + 1 });
      return keysetPage(rows, limit, (row) => [row.id], layerFeature);
    },
    count: (actor, { boxes }) => layers.countInForce(actor, { boxes }),
  };
}

function layerFeature({ id, geometry, ...row }: LayerFeatureRow): FoundFeature {
  const { code, version, nameZh, name, number, source, sourceDate } = row;
  return { id, geometry, properties: { layer: code, layerName: nameZh, version, name, number, source, sourceDate } };
}
