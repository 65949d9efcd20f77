/** How a signature was drawn; `text` is what the single field of a check-out carried without being a drawing. */
export const SIGNATURE_FORMS = ['png', 'path', 'text'] as const;
export type SignatureForm = (typeof SIGNATURE_FORMS)[number];

export const DRAWING_FAULTS = ['NOT_A_DRAWING', 'NOT_A_WHOLE_PNG', 'TOO_MANY_PIXELS', 'NOTHING_DRAWN'] as const;
export type DrawingFault = (typeof DRAWING_FAULTS)[number];

export type DrawingCheck =
  { readonly ok: true; readonly form: 'png' | 'path' } | { readonly ok: false; readonly fault: DrawingFault };

/** Longer drawings are refused before they are looked at. */
export const LONGEST_DRAWING = 200_000;
const MOST_PIXELS_A_SIDE = 4_096;

const PNG_URL = /^data:image\/png;base64,([A-Za-z0-9+/]+={0,2})$/;
const PNG_MARK = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length, type and check sum of a chunk. [PNG, 5.3] */
const CHUNK_FRAME_BYTES = 12;

/** The commands and numbers of an SVG path. [SVG 2, 9.3] */
const PATH = /^\s*[Mm][\d\s.,eE+\-MmLlHhVvCcSsQqTtAaZz]*$/;
const PATH_DRAWS = /[LlHhVvCcSsQqTtAa]/;

/** Whether a drawing is one: a whole PNG as data URL, or the data of a vector path that draws something. */
export function checkDrawing(drawing: string): DrawingCheck {
  if (drawing.startsWith('data:')) return checkPng(drawing);
  if (!PATH.test(drawing)) return { ok: false, fault: 'NOT_A_DRAWING' };
  return PATH_DRAWS.test(drawing) ? { ok: true, form: 'path' } : { ok: false, fault: 'NOTHING_DRAWN' };
}

function checkPng(url: string): DrawingCheck {
  const encoded = PNG_URL.exec(url)?.[1];
  if (encoded === undefined) return { ok: false, fault: 'NOT_A_DRAWING' };
  const bytes = Buffer.from(encoded, 'base64');
  const types = chunkTypes(bytes);
  const whole = types[0] === 'IHDR' && types.includes('IDAT') && types.at(-1) === 'IEND';
  if (!whole) return { ok: false, fault: 'NOT_A_WHOLE_PNG' };
  const sides = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (sides.some((pixels) => pixels > MOST_PIXELS_A_SIDE)) return { ok: false, fault: 'TOO_MANY_PIXELS' };
  return sides.includes(0) ? { ok: false, fault: 'NOTHING_DRAWN' } : { ok: true, form: 'png' };
}

/** The chunks of a PNG in their order; empty for what is none, or is cut off, or goes on behind its end. */
function chunkTypes(bytes: Buffer): string[] {
  if (!bytes.subarray(0, PNG_MARK.length).equals(PNG_MARK)) return [];
  const types: string[] = [];
  let at = PNG_MARK.length;
  while (at + CHUNK_FRAME_BYTES <= bytes.length) {
    types.push(bytes.toString('latin1', at + 4, at + 8));
    at += bytes.readUInt32BE(at) + CHUNK_FRAME_BYTES;
  }
  return at === bytes.length ? types : [];
}
