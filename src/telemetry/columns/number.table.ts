/** Rows are made room for by so many at a time: growing copies nothing, and what nobody wrote to takes no room. */
export const BLOCK_ROWS = 1_024;

/**
 * Numbers in rows of a fixed width, eight bytes each: as fields of objects the same numbers take three times as much.
 * What was never put, or was put as null, is null. NaN is how null is kept.
 */
export class NumberTable {
  private readonly blocks: (Float64Array | undefined)[] = [];

  constructor(private readonly width: number) {}

  get(row: number, column: number): number | null {
    const value = this.blocks[Math.floor(row / BLOCK_ROWS)]?.[this.indexOf(row, column)];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  put(row: number, column: number, value: number | null): void {
    this.blockOf(row)[this.indexOf(row, column)] = value ?? Number.NaN;
  }

  /** A whole row, from its first column on. */
  putAll(row: number, values: readonly (number | null)[]): void {
    for (const [column, value] of values.entries()) this.put(row, column, value);
  }

  private indexOf(row: number, column: number): number {
    return (row % BLOCK_ROWS) * this.width + column;
  }

  private blockOf(row: number): Float64Array {
    const number = Math.floor(row / BLOCK_ROWS);
    return (this.blocks[number] ??= new Float64Array(BLOCK_ROWS * this.width).fill(Number.NaN));
  }
}
