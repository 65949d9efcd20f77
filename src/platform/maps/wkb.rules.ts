import type { Geometry, Position } from 'geojson';

/** Numbers of well-known binary. [OGC 06-103r4 §8.2] */
const KINDS = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
} as const;

/** Little-endian well-known binary of a geometry in two dimensions. */
export function toWkb(geometry: Geometry): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(KINDS[geometry.type], 1);
  return Buffer.concat([head, ...bodyOf(geometry)]);
}

function bodyOf(geometry: Geometry): Buffer[] {
  switch (geometry.type) {
    case 'Point':
      return [pointBytes(geometry.coordinates)];
    case 'LineString':
      return lineBytes(geometry.coordinates);
    case 'Polygon':
      return [countBytes(geometry.coordinates.length), ...geometry.coordinates.flatMap(lineBytes)];
    case 'GeometryCollection':
      return [countBytes(geometry.geometries.length), ...geometry.geometries.map(toWkb)];
    case 'MultiPoint':
      return several(geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates })));
    case 'MultiLineString':
      return several(geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates })));
    case 'MultiPolygon':
    default:
      return several(geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates })));
  }
}

function several(parts: readonly Geometry[]): Buffer[] {
  return [countBytes(parts.length), ...parts.map(toWkb)];
}

function lineBytes(line: readonly Position[]): Buffer[] {
  return [countBytes(line.length), ...line.map(pointBytes)];
}

function countBytes(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(count, 0);
  return bytes;
}

function pointBytes([x = NaN, y = NaN]: Position): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleLE(x, 0);
  bytes.writeDoubleLE(y, 8);
  return bytes;
}

/** Reads areas only: another kind of geometry gives undefined, and so does what is cut off. */
export function areaFromWkb(bytes: Buffer): Geometry | undefined {
  try {
    return new AreaReader(bytes).area();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class AreaReader {
  private at = 0;
  private littleEndian = true;

  constructor(private readonly bytes: Buffer) {}

  area(): Geometry | undefined {
    const { kind, values } = this.head();
    if (kind === KINDS.Polygon) return { type: 'Polygon', coordinates: this.rings(values) };
    if (kind !== KINDS.MultiPolygon) return undefined;
    const coordinates = Array.from({ length: this.count() }, () => {
      const part = this.head();
      if (part.kind !== KINDS.Polygon) throw new RangeError('a part is no polygon');
      return this.rings(part.values);
    });
    return { type: 'MultiPolygon', coordinates };
  }

  /** Heights and measures are written as thousands (ISO) or as high bits (an older custom). */
  private head(): { kind: number; values: number } {
    this.littleEndian = this.bytes.readUInt8(this.at) === 1;
    this.at += 1;
    const code = this.whole();
    const iso = Math.floor((code & 0xffff) / 1000);
    const has = { z: iso === 1 || iso === 3 || (code & 0x80000000) !== 0, m: iso >= 2 || (code & 0x40000000) !== 0 };
    return { kind: (code & 0xffff) % 1000, values: 2 + Number(has.z) + Number(has.m) };
  }

  private rings(values: number): Position[][] {
    return Array.from({ length: this.count() }, () =>
      Array.from({ length: this.count() }, (): Position => {
        const point = [this.number(), this.number()];
        this.at += (values - 2) * 8;
        return point;
      }),
    );
  }

  private count(): number {
    const count = this.whole();
    if (count * 4 > this.bytes.length - this.at) throw new RangeError('says more than it has');
    return count;
  }

  private whole(): number {
    const value = this.littleEndian ? this.bytes.readUInt32LE(this.at) : this.bytes.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }

  private number(): number {
    const value = this.littleEndian ? this.bytes.readDoubleLE(this.at) : this.bytes.readDoubleBE(this.at);
    this.at += 8;
    return value;
  }
}
