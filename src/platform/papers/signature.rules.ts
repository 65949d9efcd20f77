import type { Box, Mark, Point } from './marks.js';

/** How a drawn signature can be put on paper. */
export type Drawn =
  | { readonly kind: 'image'; readonly bytes: Buffer }
  | { readonly kind: 'strokes'; readonly path: string; readonly extent: Box }
  /** Neither a picture nor strokes: the words themselves. */
  | { readonly kind: 'words'; readonly text: string };

const DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/;
const PATH = /^\s*[Mm][\s\d.,eE+\-MmLlHhVvCcSsQqTtAaZz]+$/;
/** `e` belongs to numbers only. */
const COMMAND = /([A-DF-Za-df-z])([^A-DF-Za-df-z]*)/g;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g;
/** Numbers of one step of each command. */
const ARITY: Readonly<Record<string, number>> = { M: 2, L: 2, T: 2, H: 1, V: 1, S: 4, Q: 4, C: 6, A: 7, Z: 0 };
const LONGEST_WORDS = 40;
export const UNREADABLE_SIGNATURE = '（签名无法显示）';

/** A signature as `custody` keeps it: a data URL or the path data of the strokes. */
export function drawnOf(signature: string): Drawn {
  const image = DATA_URL.exec(signature);
  if (image?.[1]) return { kind: 'image', bytes: Buffer.from(image[1], 'base64') };
  const extent = PATH.test(signature) ? extentOf(signature) : undefined;
  if (extent) return { kind: 'strokes', path: signature, extent };
  const isWords = signature.length <= LONGEST_WORDS && !signature.startsWith('data:');
  return { kind: 'words', text: isWords ? signature : UNREADABLE_SIGNATURE };
}

/** Around all points and control points; undefined for what is not a whole path. */
export function extentOf(path: string): Box | undefined {
  const points: Point[] = [];
  for (const [, letter = '', rest = ''] of path.matchAll(COMMAND)) {
    const steps = stepsOf(letter, (rest.match(NUMBER) ?? []).map(Number));
    if (!steps) return undefined;
    for (const step of steps) points.push(...pointsOf(letter, step, points.at(-1) ?? { x: 0, y: 0 }));
  }
  return points.length < 2 ? undefined : boxAround(points);
}

/** The numbers of each repetition of a command; undefined where they do not come out even. */
function stepsOf(letter: string, numbers: readonly number[]): number[][] | undefined {
  const arity = ARITY[letter.toUpperCase()];
  if (arity === 0) return numbers.length === 0 ? [] : undefined;
  if (arity === undefined || numbers.length === 0 || numbers.length % arity !== 0) return undefined;
  return Array.from({ length: numbers.length / arity }, (_, i) => numbers.slice(i * arity, (i + 1) * arity));
}

function pointsOf(letter: string, numbers: readonly number[], at: Point): Point[] {
  const relative = letter === letter.toLowerCase();
  const [first = 0] = numbers;
  if (letter.toUpperCase() === 'H') return [{ x: relative ? at.x + first : first, y: at.y }];
  if (letter.toUpperCase() === 'V') return [{ x: at.x, y: relative ? at.y + first : first }];
  // Of an arc the end is enough: a pen draws none that swings far beyond it.
  const pairs = letter.toUpperCase() === 'A' ? numbers.slice(5) : numbers;
  return Array.from({ length: pairs.length / 2 }, (_, i) => ({
    x: (pairs[2 * i] ?? 0) + (relative ? at.x : 0),
    y: (pairs[2 * i + 1] ?? 0) + (relative ? at.y : 0),
  }));
}

function boxAround(points: readonly Point[]): Box | undefined {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  const extent = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
  return Number.isFinite(extent.width + extent.height) && extent.width + extent.height > 0 ? extent : undefined;
}

const PEN_POINTS = 1.2;

/** The strokes as large as they fit in the box, in its middle. */
export function strokesIn(drawn: Extract<Drawn, { kind: 'strokes' }>, box: Box): Mark {
  const { path, extent } = drawn;
  const scale = Math.min(box.width / Math.max(extent.width, 1e-6), box.height / Math.max(extent.height, 1e-6));
  return {
    kind: 'strokes',
    path,
    scale,
    x: box.x + (box.width - extent.width * scale) / 2 - extent.x * scale,
    y: box.y + (box.height - extent.height * scale) / 2 - extent.y * scale,
    width: PEN_POINTS,
  };
}
