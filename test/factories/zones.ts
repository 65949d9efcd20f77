import type { Answer, ApiClient } from '../support/client.js';

export interface ImportedZones {
  readonly code?: string;
  readonly mode: string;
  readonly digest: string;
  readonly format: string;
  readonly publicationId: string | null;
  readonly edition: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly unchanged: number;
  readonly flightsHit: number | null;
  readonly faultCount: number;
  readonly faults: readonly { readonly feature: number; readonly name: string | null; readonly code: string }[];
  readonly notes: Readonly<Record<string, number>>;
}

/** A file for POST /airspace-publications/import. */
export function zonesForm(file: string | Uint8Array, metadata: unknown): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadata));
  form.append('file', new Blob([typeof file === 'string' ? file : Uint8Array.from(file)]), 'zones.json');
  return form;
}

/** Out at sea, over since long. */
export const SEA_AREA = {
  type: 'Polygon',
  coordinates: [
    [
      [119.5, 38.5],
      [119.6, 38.5],
      [119.6, 38.6],
      [119.5, 38.6],
      [119.5, 38.5],
    ],
  ],
} as const;

export function publicationOf(name: string, change: object = {}) {
  return {
    mode: 'apply',
    name,
    authority: '示例管制部门',
    area: SEA_AREA,
    publishedOn: '2026-10-01',
    source: '示例公告 2026 年第 1 号',
    ...change,
  };
}

/** A plain GeoJSON zone. */
export function zoneFeature(code: string, geometry: object, properties: object = {}) {
  return {
    type: 'Feature',
    geometry,
    properties: { code, name: code, rule: 'prohibited', lowerMetres: 0, upperMetres: 120, ...properties },
  };
}

export function collection(...features: object[]): string {
  return JSON.stringify({ type: 'FeatureCollection', features });
}

export function importZones(
  client: ApiClient,
  file: string | Uint8Array,
  metadata: object,
): Promise<Answer<ImportedZones>> {
  return client.post('/airspace-publications/import', zonesForm(file, metadata));
}
