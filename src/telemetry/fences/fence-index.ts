import { type Areal, boundingBox, type BoundingBox, boxHolds, type Position, PreparedShape } from '../../geo/index.js';

/** About two kilometres. */
const CELL_DEGREES = 0.02;
/** A shape over more cells than this is asked by its box: it would fill the grid. */
const MOST_CELLS = 400;

export interface Indexed<T> {
  readonly value: T;
  readonly shape: PreparedShape;
  readonly box: BoundingBox;
}

/** Finds the shapes that hold a position without asking all of them. */
export class FenceIndex<T extends { readonly geometry: Areal }> {
  private readonly cells = new Map<string, Indexed<T>[]>();
  private readonly wide: Indexed<T>[] = [];

  constructor(values: readonly T[]) {
    for (const value of values) {
      const { geometry } = value;
      this.add({ value, shape: new PreparedShape(geometry), box: boundingBox(geometry) });
    }
  }

  /** Those whose area holds the position. */
  at(position: Position): T[] {
    const near = this.cells.get(key(cellOf(position.lon), cellOf(position.lat))) ?? [];
    const held = (one: Indexed<T>): boolean => boxHolds(one.box, position) && one.shape.holds(position);
    return [...near.filter(held), ...this.wide.filter(held)].map(({ value }) => value);
  }

  private add(indexed: Indexed<T>): void {
    const { minLon, minLat, maxLon, maxLat } = indexed.box;
    const [west, east, south, north] = [minLon, maxLon, minLat, maxLat].map(cellOf) as [number, number, number, number];
    if ((east - west + 1) * (north - south + 1) > MOST_CELLS) return void this.wide.push(indexed);
    for (let x = west; x <= east; x += 1)
      for (let y = south; y <= north; y += 1) {
        const cell = this.cells.get(key(x, y));
        if (cell) cell.push(indexed);
        else this.cells.set(key(x, y), [indexed]);
      }
  }
}

function cellOf(degrees: number): number {
  return Math.floor(degrees / CELL_DEGREES);
}

function key(x: number, y: number): string {
  return `${x} ${y}`;
}
