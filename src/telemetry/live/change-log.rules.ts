/** Numbers every change, so that each viewer can be told what it has missed; a device appears once, with its last change. */
export class ChangeLog {
  private number = 0;
  /** In the order of the last change: a map keeps the order of insertion, and a change inserts anew. */
  private readonly changed = new Map<string, number>();

  /** Number of the newest change. */
  get head(): number {
    return this.number;
  }

  note(id: string): void {
    this.number += 1;
    this.changed.delete(id);
    this.changed.set(id, this.number);
  }

  /** Devices that changed after `number`, newest first. */
  since(number: number): string[] {
    if (number >= this.number) return [];
    const ids = [...this.changed.entries()];
    const found: string[] = [];
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const [id, at] = ids[index] ?? ['', 0];
      if (at <= number) break;
      found.push(id);
    }
    return found;
  }
}
