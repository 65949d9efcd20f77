// What blocks of a GeoTIFF from outside may unpack to. The library unpacks whatever a block says: a megabyte of zeros would
// become a gigabyte outside every limit of a thread’s heap. Here a block gives at most what its picture says it holds, and
// kinds of compression that cannot be held to that are refused. LZW and PackBits unpack into the heap, which is limited.
import { inflateSync } from 'node:zlib';
import { addDecoder, BaseDecoder, getDecoder } from 'geotiff';

export const MOST_BLOCK_BYTES = 256 * 1024 * 1024;
const JPEG = 7;
const DEFLATE = [8, 32_946];
/** LERC, Zstandard, WebP. */
const REFUSED = [34_887, 50_000, 50_001];
/** A frame begins: baseline, extended, progressive. [ITU-T T.81, table B.1] */
const FRAMES = [0xc0, 0xc1, 0xc2];

const { constructor: LibraryJpeg } = await getDecoder(JPEG, {});

class Inflate extends BaseDecoder {
  decodeBlock(buffer) {
    const bytes = inflateSync(new Uint8Array(buffer), { maxOutputLength: roomOf(this.parameters) });
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
}

class Jpeg extends LibraryJpeg {
  decodeBlock(buffer) {
    requireFramesWithin(Buffer.from(buffer), this.parameters);
    return super.decodeBlock(buffer);
  }
}

class Refused extends BaseDecoder {
  decodeBlock() {
    throw new Error('a kind of compression that is not read here');
  }
}

addDecoder(DEFLATE, () => Promise.resolve(Inflate));
addDecoder(JPEG, () => Promise.resolve(Jpeg), jpegParameters);
addDecoder(REFUSED, () => Promise.resolve(Refused));

function roomOf({ tileWidth, tileHeight, bitsPerSample, planarConfiguration }) {
  const bits = typeof bitsPerSample === 'number' ? [bitsPerSample] : [...(bitsPerSample ?? [1])];
  const ofPixel = planarConfiguration === 2 ? Math.max(...bits) : bits.reduce((sum, one) => sum + one, 0);
  return Math.min(MOST_BLOCK_BYTES, Math.ceil((tileWidth * ofPixel) / 8) * tileHeight);
}

/** Inside a scan no byte 0xff is followed by one of these: wherever they stand, a frame begins or the file is none of ours. */
function requireFramesWithin(bytes, { tileWidth, tileHeight }) {
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (!FRAMES.includes(bytes[at + 1])) continue;
    const isCut = at + 9 > bytes.length;
    if (isCut || bytes.readUInt16BE(at + 5) > tileHeight || bytes.readUInt16BE(at + 7) > tileWidth)
      throw new Error('a block holds a larger picture than it says');
  }
}

async function jpegParameters(directory) {
  const isTiled = !directory.hasTag('StripOffsets');
  const of = (name) => directory.loadValue(name);
  return {
    tileWidth: await of(isTiled ? 'TileWidth' : 'ImageWidth'),
    tileHeight: isTiled ? await of('TileLength') : ((await of('RowsPerStrip')) ?? (await of('ImageLength'))),
    planarConfiguration: await of('PlanarConfiguration'),
    bitsPerSample: await of('BitsPerSample'),
    predictor: 1,
    JPEGTables: await of('JPEGTables'),
  };
}
