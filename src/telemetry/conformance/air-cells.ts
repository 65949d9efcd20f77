import type { Position } from '../../geo/index.js';

/** Edge of a cell: what moves less between two sortings than this, less the distance asked for, is not missed. */
const CELL_DEGREES = 0.01;
/** More than there are cells along a circle of latitude. */
const ROW = 100_000;

/** Aircraft sorted by where they are, so that a neighbour is found without a look at all that fly. */
export class AirCells {
  private readonly ids = new Map<number, string[]>();

  add(id: string, { lon, lat }: Position): void {
    const cell = cellAt(lon, lat);
    const there = this.ids.get(cell);
    if (there) there.push(id);
    else this.ids.set(cell, [id]);
  }

  /** Those of the cell and of the eight around it: all within the edge of a cell, and some that are farther away. */
  around({ lon, lat }: Position): string[] {
    const found: string[] = [];
    for (let row = -1; row <= 1; row += 1)
      for (let column = -1; column <= 1; column += 1)
        found.push(...(this.ids.get(cellAt(lon + column * CELL_DEGREES, lat + row * CELL_DEGREES)) ?? []));
    return found;
  }
}

function cellAt(lon: number, lat: number): number {
  return Math.floor(lat / CELL_DEGREES) * ROW + Math.floor(lon / CELL_DEGREES);
}
