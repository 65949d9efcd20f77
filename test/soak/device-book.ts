/** Each so many messages of a device name a place that does not exist: they belong in quarantine. */
const IMPOSSIBLE_EACH = 50;

/** What one device has sent, numbered from 0, and which of it was acknowledged. */
export class DeviceBook {
  private readonly instants: number[] = [];
  private readonly acknowledgedNumbers = new Set<number>();

  /** @param name asset code or serial, as in the topic */
  constructor(readonly name: string) {}

  get topic(): string {
    return `skydocket/v1/${this.name}/telemetry`;
  }

  get sent(): number {
    return this.instants.length;
  }

  get acknowledged(): ReadonlySet<number> {
    return this.acknowledgedNumbers;
  }

  /** Device time of a message in milliseconds; undefined for a number that was never sent. */
  instantOf(number: number): number | undefined {
    return this.instants[number];
  }

  /** The next message: later than all before, whatever the clock says. */
  next(now: number): { readonly number: number; readonly body: string } {
    const number = this.instants.length;
    const at = Math.max(now, (this.instants.at(-1) ?? 0) + 1);
    this.instants.push(at);
    const lat = isImpossible(number) ? 213 : 37.9 + (number % 1_000) / 1e5;
    const battery = 100 - (number % 80);
    const body = `{"at":"${new Date(at).toISOString()}","n":${number},"lat":${lat},"lon":116.5,"batteryPercent":${battery}}`;
    return { number, body };
  }

  acknowledge(number: number): void {
    this.acknowledgedNumbers.add(number);
  }
}

export function isImpossible(number: number): boolean {
  return number % IMPOSSIBLE_EACH === IMPOSSIBLE_EACH - 1;
}
