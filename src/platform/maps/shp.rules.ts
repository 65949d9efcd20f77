import type { Geometry, Polygon, Position } from 'geojson';
import { MapFault } from './map.types.js';

const HEADER_BYTES = 100;
const FILE_CODE = 9994;
const RECORD_HEADER_BYTES = 8;
/** Polygons, also those with heights or measures; 0 is a record without a shape. [ESRI Shapefile 1998] */
const AREAL = new Set([5, 15, 25]);
const NO_SHAPE = 0;
const BOX_BYTES = 36;

/** Areas of a Shapefile in their order; null where a record has none. @throws MapFault */
export function* readShp(bytes: Buffer): Generator<Geometry | null> {
  if (bytes.length < HEADER_BYTES || bytes.readInt32BE(0) !== FILE_CODE)
    throw new MapFault('unreadable', 'the .shp has no header');
  const kind = bytes.readInt32LE(32);
  if (!AREAL.has(kind)) throw new MapFault('empty', `shapes of kind ${kind} are no areas`);
  const end = Math.min(bytes.length, bytes.readInt32BE(24) * 2);
  for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES <= end;) {
    const length = bytes.readInt32BE(at + 4) * 2;
    const content = bytes.subarray(at + RECORD_HEADER_BYTES, at + RECORD_HEADER_BYTES + length);
    if (length < 4 || content.length < length) throw new MapFault('unreadable', 'a record is cut off');
    yield shapeOf(content);
    at += RECORD_HEADER_BYTES + length;
  }
}

function shapeOf(content: Buffer): Geometry | null {
  const kind = content.readInt32LE(0);
  if (kind === NO_SHAPE) return null;
  if (!AREAL.has(kind) || content.length < BOX_BYTES + 8) throw new MapFault('unreadable', 'a record of another kind');
  const partCount = content.readInt32LE(BOX_BYTES);
  const pointCount = content.readInt32LE(BOX_BYTES + 4);
  const points = BOX_BYTES + 8 + partCount * 4;
  if (partCount < 0 || pointCount < 0 || points + pointCount * 16 > content.length)
    throw new MapFault('unreadable', 'a record says more points than it has');
  const starts = Array.from({ length: partCount }, (_, nth) => content.readInt32LE(BOX_BYTES + 8 + nth * 4));
  const rings = starts.map((from, nth) => {
    const to = starts[nth + 1] ?? pointCount;
    if (from < 0 || to < from || to > pointCount) throw new MapFault('unreadable', 'parts are out of order');
    return Array.from({ length: to - from }, (_, point): Position => {
      const at = points + (from + point) * 16;
      return [content.readDoubleLE(at), content.readDoubleLE(at + 8)];
    });
  });
  return areaOf(rings);
}

/** Outer rings run with the clock, holes against it; a hole belongs to the smallest outer ring around it. */
function areaOf(rings: readonly Position[][]): Geometry {
  const outer = rings.filter((ring) => turned(ring) <= 0);
  const parts = outer.map((ring): Polygon['coordinates'] => [ring]);
  for (const hole of rings.filter((ring) => turned(ring) > 0)) {
    const around = parts
      .filter(([ring = []]) => holds(ring, hole[0] ?? []))
      .sort(([a = []], [b = []]) => Math.abs(turned(a)) - Math.abs(turned(b)))[0];
    // A ring around nothing that runs the wrong way is how some programs write an outer ring.
    if (around) around.push(hole);
    else parts.push([hole]);
  }
  const [only] = parts;
  if (parts.length === 1 && only) return { type: 'Polygon', coordinates: only };
  return { type: 'MultiPolygon', coordinates: parts };
}

/** Twice the area; positive against the clock. */
function turned(ring: readonly Position[]): number {
  const [ox = 0, oy = 0] = ring[0] ?? [];
  return ring.reduce((sum, [bx = 0, by = 0], nth) => {
    const [ax = 0, ay = 0] = ring[nth - 1] ?? [bx, by];
    return sum + (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
  }, 0);
}

function holds(ring: readonly Position[], [x = NaN, y = NaN]: Position): boolean {
  return ring.reduce((inside, [bx = 0, by = 0], nth) => {
    const [ax = 0, ay = 0] = ring[nth - 1] ?? [bx, by];
    const crosses = ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax);
    return crosses ? !inside : inside;
  }, false);
}
