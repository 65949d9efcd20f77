import { encodeQR } from 'qr';
import type { Box, Mark } from './marks.js';

/** Light modules around the code that ISO/IEC 18004 asks for. */
export const QUIET_MODULES = 4;

export type Correction = 'low' | 'medium' | 'quartile' | 'high';

/**
 * A QR code as filled runs of dark modules. `box` is square and holds the quiet zone too.
 * Medium correction bears 15 % of damage, which a scratched label needs; more makes the modules smaller.
 */
export function qrMark(text: string, box: Box, correction: Correction = 'medium'): Mark {
  const rows = modulesOf(text, correction);
  const module = box.width / rows.length;
  const boxes = rows.flatMap((row, y) =>
    darkRuns(row).map(({ start, length }) => ({
      x: box.x + start * module,
      y: box.y + y * module,
      width: length * module,
      height: module,
    })),
  );
  return { kind: 'rectangles', boxes, colour: '#000000' };
}

/** Side of one module in points; phones read labels down to about 0.3 mm. */
export function qrModuleSide(text: string, side: number, correction: Correction = 'medium'): number {
  return side / modulesOf(text, correction).length;
}

/** Rows of modules, dark ones true, with the quiet zone around them. */
function modulesOf(text: string, correction: Correction): boolean[][] {
  return encodeQR(text, 'raw', { ecc: correction, border: QUIET_MODULES });
}

function darkRuns(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last.start + last.length === x) last.length += 1;
    else runs.push({ start: x, length: 1 });
  });
  return runs;
}
