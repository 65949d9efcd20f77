import type { Geometry } from 'geojson';

/** What stands in the table beside a shape. */
export type MapValue = string | number | boolean | null;

/** One thing on a map. */
export interface MapFeature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, MapValue>>;
}

/** Things of one kind; coordinates are WGS-84. */
export interface MapCollection {
  /** A name that any program takes for a table: letters, digits, underscores. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly features: readonly MapFeature[];
}

export const MAP_FORMATS = ['geojson', 'geopackage', 'shapefile'] as const;
export type MapFormat = (typeof MAP_FORMATS)[number];

/** A feature as a file has it: nothing of it is judged. */
export interface RawFeature {
  /** Place in the file, from 1. */
  readonly number: number;
  /** GeoJSON, in the coordinates of the file. */
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a file says its coordinates are: a number of EPSG, or a text (WKT). */
export interface DeclaredCrs {
  readonly epsg?: number | undefined;
  readonly wkt?: string | undefined;
}

export interface TextEncoding {
  readonly name: string;
  /** By the file beside it, by the table itself, by its format, or by what the bytes look like. */
  readonly knownBy: 'cpg' | 'table' | 'format' | 'guess';
}

export interface MapReading {
  readonly format: MapFormat;
  readonly crs: DeclaredCrs;
  readonly textEncoding: TextEncoding;
  readonly features: readonly RawFeature[];
}

export interface MapLimits {
  readonly features: number;
  readonly milliseconds: number;
}

export const MAP_FAULTS = ['unknown', 'unreadable', 'empty', 'ambiguous', 'too_many', 'timeout'] as const;
export type MapFaultKind = (typeof MAP_FAULTS)[number];

/** Why a file of shapes cannot be read; the reader's caller says it in the words of its room. */
export class MapFault extends Error {
  constructor(
    readonly kind: MapFaultKind,
    readonly reason = '',
  ) {
    super(`${kind} ${reason}`);
  }
}
