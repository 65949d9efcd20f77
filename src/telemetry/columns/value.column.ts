import { BLOCK_ROWS } from './number.table.js';

/** A value of each row; undefined where none was put. */
export class ValueColumn<T extends object | string> {
  private readonly blocks: ((T | undefined)[] | undefined)[] = [];

  get(row: number): T | undefined {
    return this.blocks[Math.floor(row / BLOCK_ROWS)]?.[row % BLOCK_ROWS];
  }

  put(row: number, value: T | undefined): void {
    const block = (this.blocks[Math.floor(row / BLOCK_ROWS)] ??= Array.from({ length: BLOCK_ROWS }, () => undefined));
    block[row % BLOCK_ROWS] = value;
  }
}
