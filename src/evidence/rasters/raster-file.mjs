// Opens a GeoTIFF that came from outside. The library makes room for as many values as a directory claims before it reads
// any: a file of a hundred bytes could claim 32 GB. What no file of this length can hold is refused first.
import { open } from 'node:fs/promises';
import { fromFile } from 'geotiff';
import './raster-codecs.mjs';

const VALUE_BYTES = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
const MOST_DIRECTORIES = 64;
/** Where TIFF and its 64-bit form keep things, in bytes. [TIFF 6.0, section 2; BigTIFF] */
const PLAIN = { first: 4, count: 2, entry: 12, valueCount: 4, offset: 4 };
const BIG = { first: 8, count: 8, entry: 20, valueCount: 8, offset: 8 };

/** @throws Error for what is no TIFF, or claims more than it holds */
export async function openRaster(path) {
  await requirePossible(path);
  return fromFile(path);
}

async function requirePossible(path) {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = readerOf(file, await bytesAt(file, 0, 16));
    const seen = new Set();
    let at = await read.number(read.layout.first, read.layout.offset);
    while (at !== 0 && !seen.has(at) && seen.size < MOST_DIRECTORIES) {
      seen.add(at);
      at = await nextDirectory(read, at, size);
    }
  } finally {
    await file.close();
  }
}

function readerOf(file, head) {
  const little = head.subarray(0, 2).toString('latin1') === 'II';
  const version = little ? head.readUInt16LE(2) : head.readUInt16BE(2);
  if (version !== 42 && version !== 43) throw new Error('no TIFF');
  const numberIn = (bytes, at, length) => {
    if (length === 8) return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return little ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
  };
  const number = async (at, length) => numberIn(await bytesAt(file, at, length), 0, length);
  return { file, layout: version === 42 ? PLAIN : BIG, numberIn, number };
}

async function nextDirectory({ file, layout, numberIn, number }, at, size) {
  const entries = await number(at, layout.count);
  const start = at + layout.count;
  if (start + entries * layout.entry + layout.offset > size) throw new Error('a directory beyond the end of the file');
  const bytes = await bytesAt(file, start, entries * layout.entry + layout.offset);
  for (let entry = 0; entry < entries; entry += 1) {
    const from = entry * layout.entry;
    const claimed = numberIn(bytes, from + 4, layout.valueCount) * (VALUE_BYTES[numberIn(bytes, from + 2, 2)] ?? 1);
    if (claimed > size) throw new Error('a directory claims more values than the file can hold');
  }
  return numberIn(bytes, entries * layout.entry, layout.offset);
}

async function bytesAt(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('the file is cut off');
  return buffer;
}
