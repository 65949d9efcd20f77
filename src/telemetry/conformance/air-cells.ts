import type { Position } from '../../geo/index.js';

/** Edge of a cell: what moves less between two sortings than this, less the distance asked for, is not missed. */
const CELL_DEGREES = 0.01;
/** More than there are cells along a circle of latitude. */
const ROW = 100_000;

/** Aircraft sorted by where they are, so that a neighbour is found without a look at all that fly. */
export class AirCells {
  private readonly ids = new Map<number, string[]>();

  add(id: string, position: Position): void {
    const { row, column } = cellOf(position);
    const there = this.ids.get(numberOf(row, column));
    if (there) there.push(id);
    else this.ids.set(numberOf(row, column), [id]);
  }

  /** Those of the cell and of the eight around it: all within the edge of a cell, and some that are farther away. */
  around(position: Position): string[] {
    const { row, column } = cellOf(position);
    const found: string[] = [];
    for (const north of [-1, 0, 1])
      for (const east of [-1, 0, 1]) found.push(...(this.ids.get(numberOf(row + north, column + east)) ?? []));
    return found;
  }
}

function cellOf({ lon, lat }: Position): { readonly row: number; readonly column: number } {
  return { row: Math.floor(lat / CELL_DEGREES), column: Math.floor(lon / CELL_DEGREES) };
}

function numberOf(row: number, column: number): number {
  return row * ROW + column;
}
