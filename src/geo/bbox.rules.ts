import type { BoundingBox } from './geo.types.js';

export const BBOX_FAULTS = ['BBOX_MALFORMED', 'BBOX_OUT_OF_RANGE', 'BBOX_ANTIMERIDIAN', 'BBOX_UPSIDE_DOWN'] as const;
export type BboxFault = (typeof BBOX_FAULTS)[number];
export type ParsedBbox =
  { readonly ok: true; readonly bbox: BoundingBox } | { readonly ok: false; readonly code: BboxFault };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * Reads `minLon,minLat,maxLon,maxLat` in degrees WGS-84 (RFC 7946 §5, two dimensions). A box across the antimeridian,
 * which that clause writes with the west edge east of the east edge, is refused by its own code.
 */
export function parseBbox(text: string): ParsedBbox {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length !== 4 || !parts.every((part) => NUMBER.test(part))) return { ok: false, code: 'BBOX_MALFORMED' };
  const [minLon = NaN, minLat = NaN, maxLon = NaN, maxLat = NaN] = parts.map(Number);
  const beyond = (value: number, limit: number) => !(Math.abs(value) <= limit);
  if (beyond(minLon, 180) || beyond(maxLon, 180) || beyond(minLat, 90) || beyond(maxLat, 90)) {
    return { ok: false, code: 'BBOX_OUT_OF_RANGE' };
  }
  if (minLon > maxLon) return { ok: false, code: 'BBOX_ANTIMERIDIAN' };
  if (minLat > maxLat) return { ok: false, code: 'BBOX_UPSIDE_DOWN' };
  return { ok: true, bbox: { minLon, minLat, maxLon, maxLat } };
}
