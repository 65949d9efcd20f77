const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SLOTS_A_DEVICE = 365 * 24;

export interface Slot {
  readonly deviceId: string;
  readonly from: Date;
  readonly to: Date;
  /** Somebody has it already: the answer must be no. */
  readonly contended: boolean;
}

/** Deals slots of an hour over a year, in an order that is the same each time; one in five was dealt and taken before. */
export class SlotDeck {
  private readonly taken: Omit<Slot, 'contended'>[] = [];
  private readonly start: number;
  private next = 0;
  private dealt = 0;

  constructor(
    private readonly deviceIds: readonly string[],
    now: Date,
  ) {
    this.start = Math.ceil(now.getTime() / DAY_MS + 2) * DAY_MS;
  }

  deal(): Slot {
    this.dealt += 1;
    const old = this.dealt % 5 === 0 ? this.taken[(this.dealt * 7_919) % this.taken.length] : undefined;
    if (old) return { ...old, contended: true };
    const nth = this.next;
    this.next += 1;
    const deviceId = this.deviceIds[nth % this.deviceIds.length];
    const hour = (Math.floor(nth / this.deviceIds.length) * 4_099) % SLOTS_A_DEVICE;
    if (deviceId === undefined || nth >= SLOTS_A_DEVICE * this.deviceIds.length) throw new Error('no slot is left');
    const from = new Date(this.start + hour * HOUR_MS);
    return { deviceId, from, to: new Date(from.getTime() + HOUR_MS), contended: false };
  }

  accept({ deviceId, from, to }: Slot): void {
    this.taken.push({ deviceId, from, to });
  }
}
