import { isKnownCrs } from '../../../geo/index.js';
import { ed269Zones, ed318Zones, type FeatureReader, plainZones } from './geojson-zones.rules.js';
import { asRecord, type Raw, textOf } from './raw.rules.js';
import { type FeatureFault, type ZoneDraft, ZoneFault, type ZoneFileFormat, type ZoneReading } from './zone-draft.js';
import type { Steps } from '../deconfliction/deconfliction.rules.js';

export const MOST_FEATURES = 10_000;

const READERS: Readonly<Record<Exclude<ZoneFileFormat, 'kml' | 'kmz'>, FeatureReader>> = {
  geojson: plainZones,
  ed269: ed269Zones,
  ed318: ed318Zones,
};

/** Why a file as a whole cannot be read. */
export type ZoneFileFault =
  'ZONE_FILE_NOT_JSON' | 'ZONE_FILE_UNKNOWN' | 'ZONE_FILE_NOT_WGS84' | 'ZONE_FILE_EMPTY' | 'ZONE_FILE_TOO_MANY';

export type ParsedZoneFile =
  | { readonly ok: true; readonly format: keyof typeof READERS; readonly features: readonly unknown[] }
  | { readonly ok: false; readonly code: ZoneFileFault };

/** Which of the three kinds of JSON it is: ED-269 has no GeoJSON features, ED-318 has a zone's words in them. */
export function parseZoneJson(text: string): ParsedZoneFile {
  let root: Raw | undefined;
  try {
    root = asRecord(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return { ok: false, code: 'ZONE_FILE_NOT_JSON' };
  }
  const features = root?.['type'] === 'Feature' ? [root] : root?.['features'];
  if (!Array.isArray(features)) return { ok: false, code: 'ZONE_FILE_UNKNOWN' };
  if (!isInWgs84(root?.['crs'])) return { ok: false, code: 'ZONE_FILE_NOT_WGS84' };
  if (features.length === 0) return { ok: false, code: 'ZONE_FILE_EMPTY' };
  if (features.length > MOST_FEATURES) return { ok: false, code: 'ZONE_FILE_TOO_MANY' };
  return { ok: true, format: formatOf(root ?? {}, features), features };
}

/** A `crs` member of older GeoJSON must name what today's GeoJSON means anyway; another one is some other place. [RFC 7946 §4] */
function isInWgs84(crs: unknown): boolean {
  if (crs === undefined || crs === null) return true;
  const name = asRecord(asRecord(crs)?.['properties'])?.['name'];
  return typeof name === 'string' && isKnownCrs(name);
}

/** Every zone and every fault of a file. Gives the turn back after each feature. */
export function* readFeatures(format: keyof typeof READERS, features: readonly unknown[]): Steps<ZoneReading> {
  return yield* readZones(format, features, READERS[format]);
}

export function* readZones(
  format: ZoneFileFormat,
  features: readonly unknown[],
  read: FeatureReader,
): Steps<ZoneReading> {
  const drafts: (ZoneDraft & { feature: number })[] = [];
  const faults: FeatureFault[] = [];
  const codes = new Set<string>();
  let skipped = 0;
  for (const [feature, raw] of features.entries()) {
    try {
      const zones = read(asRecord(raw) ?? malformed());
      if (zones.length === 0) skipped += 1;
      for (const zone of zones) {
        if (codes.has(zone.code)) throw new ZoneFault('ZONE_CODE_TWICE');
        codes.add(zone.code);
        drafts.push({ ...zone, feature });
      }
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error;
      faults.push({ feature, name: titleOf(raw), code: error.code });
    }
    yield;
  }
  return { format, features: features.length, drafts, skipped, faults };
}

function malformed(): never {
  throw new ZoneFault('ZONE_FEATURE_MALFORMED');
}

function formatOf(root: Raw, features: readonly unknown[]): keyof typeof READERS {
  if (root['type'] !== 'FeatureCollection' && root['type'] !== 'Feature') return 'ed269';
  const isEd318 = features.some((feature) => {
    const record = asRecord(feature);
    const properties = asRecord(record?.['properties']);
    const layer = asRecord(record?.['geometry'])?.['layer'] ?? properties?.['verticalLayer'];
    return layer !== undefined || properties?.['zoneAuthority'] !== undefined || properties?.['variant'] !== undefined;
  });
  return isEd318 ? 'ed318' : 'geojson';
}

function titleOf(raw: unknown): string | null {
  const feature = asRecord(raw);
  const properties = asRecord(feature?.['properties']) ?? feature ?? {};
  try {
    return (textOf(properties['name']) ?? textOf(properties['identifier']))?.slice(0, 200) ?? null;
  } catch {
    return null;
  }
}
