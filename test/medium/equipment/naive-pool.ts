/** What the pool should answer, by looking through a list. Times are whole hours; a line's end holds the turnaround. */

export const TURNAROUND = 1;
const NO_SHOW_GRACE = 2;
const APPROVAL_HOURS = 48;
const OVERDUE_HORIZON = 24;

type State =
  'requested' | 'held' | 'reserved' | 'out' | 'overdue' | 'returned' | 'refused' | 'cancelled' | 'no_show' | 'expired';

const WAITING: readonly State[] = ['requested', 'held', 'reserved'];
const OUT: readonly State[] = ['out', 'overdue'];

export interface Asker {
  readonly name: string;
  /** 0 at the top. */
  readonly rank: number;
  /** Whether the owner of a device that asks is asked by this person's unit. */
  readonly isAsked: boolean;
}

export interface Line {
  readonly device: number;
  state: State;
  start: number;
  end: number;
}

export interface Entry {
  readonly asker: Asker;
  readonly priority: number;
  from: number;
  to: number;
  lapsesAt: number;
  lines: Line[];
}

export interface Wish {
  readonly asker: Asker;
  readonly devices: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly priority: number;
  readonly holdHours?: number;
  readonly preempts: boolean;
}

/** A refusal; the step changes nothing. */
export class No extends Error {}

const isLive = ({ state }: Line) => WAITING.includes(state) || OUT.includes(state);
const isWaiting = ({ state }: Line) => WAITING.includes(state);
const isOut = ({ state }: Line) => OUT.includes(state);

export class NaivePool {
  readonly entries: Entry[] = [];
  private readonly cameBackAt = new Map<number, number>();
  now = 0;

  /** @param asking devices whose owner decides about other units */
  constructor(
    private readonly devices: number,
    private readonly asking: readonly number[],
  ) {}

  free(from: number, to: number): number[] {
    const all = Array.from({ length: this.devices }, (_, device) => device);
    return all.filter((device) => !this.met(device, from, to + TURNAROUND) && !this.isLate(device));
  }

  book(wish: Wish): Entry {
    const { asker, devices, from, to, priority, holdHours } = wish;
    const states = devices.map((device): State => {
      if (holdHours !== undefined) return 'held';
      return this.asks(asker, device) ? 'requested' : 'reserved';
    });
    if (states.includes('requested') && from <= this.now) throw new No('APPROVAL_REQUIRED');
    if (wish.preempts) this.displace(wish, states.includes('requested'));
    if (devices.some((device) => this.met(device, from, to + TURNAROUND))) throw new No('BOOKING_CONFLICT');
    const lines = devices.map((device, nth) => ({
      device,
      state: states[nth] as State,
      start: from,
      end: to + TURNAROUND,
    }));
    const lapsesAt = holdHours === undefined ? this.requestLapse(from) : this.now + holdHours;
    const entry: Entry = { asker, priority, from, to, lapsesAt, lines };
    this.entries.push(entry);
    return entry;
  }

  confirm(entry: Entry): void {
    const held = entry.lines.filter(({ state }) => state === 'held');
    if (held.length === 0) throw new No('BOOKING_NOT_HELD');
    const asked = held.filter(({ device }) => this.asks(entry.asker, device));
    if (asked.length > 0 && entry.from <= this.now) throw new No('APPROVAL_REQUIRED');
    for (const line of held) line.state = asked.includes(line) ? 'requested' : 'reserved';
    entry.lapsesAt = this.requestLapse(entry.from);
  }

  extend(entry: Entry, hours: number): void {
    const live = entry.lines.filter(isLive);
    if (live.length === 0) throw new No('BOOKING_NOT_CHANGEABLE');
    const to = entry.to + hours;
    if (to <= this.now) throw new No('PERIOD_IN_PAST');
    this.shift(entry, live, entry.from, to);
  }

  move(entry: Entry, from: number, to: number): void {
    const waiting = entry.lines.filter(isWaiting);
    if (waiting.length === 0 || entry.lines.some(isOut)) throw new No('BOOKING_NOT_CHANGEABLE');
    this.shift(entry, waiting, from, to);
  }

  swap(entry: Entry, nth: number, by: number): void {
    const waiting = entry.lines.filter(isWaiting);
    const line = waiting[nth % Math.max(1, waiting.length)];
    if (!line) throw new No('BOOKING_NOT_CHANGEABLE');
    if (entry.lines.some((one) => one.device === by && isLive(one))) throw new No('DEVICE_IN_BOOKING');
    if (entry.lines.some((one) => one.device === by && one.state === 'returned')) throw new No('DEVICE_CAME_BACK');
    if (this.met(by, entry.from, entry.to + TURNAROUND, entry)) throw new No('BOOKING_CONFLICT');
    const isHeld = entry.lines.some(({ state }) => state === 'held');
    const asks = this.asks(entry.asker, by) && !isHeld;
    if (asks && entry.from <= this.now) throw new No('APPROVAL_REQUIRED');
    line.state = 'cancelled';
    if (asks) entry.lapsesAt = this.requestLapse(entry.from);
    entry.lines = entry.lines.filter(({ device }) => device !== by);
    const state = isHeld ? 'held' : asks ? 'requested' : 'reserved';
    entry.lines.push({ device: by, state, start: entry.from, end: entry.to + TURNAROUND });
  }

  cancel(entry: Entry, nth: number | undefined): void {
    const line = nth === undefined ? undefined : entry.lines[nth % entry.lines.length];
    const waiting = line ? [line].filter(isWaiting) : entry.lines.filter(isWaiting);
    if (waiting.length === 0 || (!line && entry.lines.some(isOut))) throw new No('BOOKING_NOT_CANCELLABLE');
    for (const one of waiting) one.state = 'cancelled';
  }

  answer(entry: Entry, lends: boolean): void {
    const asked = entry.lines.filter(({ state }) => state === 'requested');
    if (asked.length === 0) throw new No('LOAN_NOT_ASKED');
    for (const line of asked) line.state = lends ? 'reserved' : 'refused';
  }

  checkOut(entry: Entry, line: Line): void {
    if (this.holding(line.device)) throw new No('DEVICE_ALREADY_OUT');
    if (line.state !== 'reserved') throw new No('BOOKING_NOT_OPEN');
    if (entry.to <= this.now) throw new No('BOOKING_PERIOD_OVER');
    const start = Math.min(line.start, this.now);
    if (this.met(line.device, start, line.end, entry)) throw new No('BOOKING_CONFLICT');
    line.start = start;
    line.state = 'out';
  }

  handBack(line: Line): void {
    line.state = 'returned';
    this.cameBackAt.set(line.device, this.now);
  }

  /** The line on which the device is out. */
  holding(device: number): Line | undefined {
    return this.lines().find((line) => line.device === device && isOut(line));
  }

  pass(hours: number): void {
    this.now += hours;
    for (const entry of this.entries) this.lapse(entry);
    for (const entry of this.entries) for (const line of entry.lines) this.miss(entry, line);
    for (const entry of this.entries) for (const line of entry.lines) this.overdue(entry, line);
  }

  private lapse({ lines, lapsesAt }: Entry): void {
    for (const line of lines)
      if ((line.state === 'held' || line.state === 'requested') && lapsesAt <= this.now) line.state = 'expired';
  }

  private miss({ from, to }: Entry, line: Line): void {
    if (line.state !== 'reserved') return;
    if (this.holding(line.device)) {
      if (to <= this.now) line.state = 'cancelled';
      return;
    }
    const back = this.cameBackAt.get(line.device) ?? -1;
    const wasLate = back > from;
    if ((wasLate ? back : from) + NO_SHOW_GRACE <= this.now) line.state = 'no_show';
    else if (to <= this.now) line.state = wasLate ? 'cancelled' : 'no_show';
  }

  private overdue({ to }: Entry, line: Line): void {
    if (!isOut(line) || to > this.now) return;
    const later = this.lines().filter((one) => one !== line && one.device === line.device && isLive(one));
    const next = Math.min(...later.filter(({ start }) => start >= line.end).map(({ start }) => start));
    line.state = 'overdue';
    line.end = Math.max(line.end, Math.min(this.now + OVERDUE_HORIZON, next));
  }

  private shift(entry: Entry, lines: readonly Line[], from: number, to: number): void {
    const isMoved = from !== entry.from || to !== entry.to;
    const isCovered = entry.from <= from && to <= entry.to;
    const isHeld = entry.lines.some(({ state }) => state === 'held');
    const asked = lines.filter(({ device }) => isMoved && !isCovered && !isHeld && this.asks(entry.asker, device));
    if (asked.some(isOut)) throw new No('APPROVAL_REQUIRED');
    const startOf = (line: Line) => (isOut(line) ? line.start : from);
    if (lines.some((line) => this.met(line.device, startOf(line), to + TURNAROUND, entry)))
      throw new No('BOOKING_CONFLICT');
    if (asked.length > 0 && from <= this.now) throw new No('APPROVAL_REQUIRED');
    for (const line of isMoved ? lines : []) {
      line.start = startOf(line);
      line.end = to + TURNAROUND;
      if (line.state === 'overdue') line.state = 'out';
      if (line.state === 'reserved' && asked.includes(line)) line.state = 'requested';
    }
    if (asked.length > 0) entry.lapsesAt = this.requestLapse(from);
    else if (!isHeld) entry.lapsesAt = Math.min(entry.lapsesAt, from);
    entry.from = from;
    entry.to = to;
  }

  private displace({ asker, devices, from, to, priority }: Wish, asks: boolean): void {
    const met = this.entries.flatMap((entry) =>
      entry.lines
        .filter((line) => devices.includes(line.device) && isLive(line) && overlap(line, from, to + TURNAROUND))
        .map((line) => ({ entry, line })),
    );
    const yields = ({ entry, line }: (typeof met)[number]) =>
      isWaiting(line) && entry.asker.rank > asker.rank && entry.priority < priority;
    if (met.length > 0 && (asks || !met.every(yields))) throw new No('PREEMPTION_NOT_ALLOWED');
    for (const { line } of met) line.state = 'cancelled';
  }

  private met(device: number, start: number, end: number, except?: Entry): boolean {
    const others = this.entries.filter((entry) => entry !== except).flatMap(({ lines }) => lines);
    return others.some((line) => line.device === device && isLive(line) && overlap(line, start, end));
  }

  private isLate(device: number): boolean {
    return this.entries.some(
      ({ lines, to }) => to <= this.now && lines.some((line) => line.device === device && isOut(line)),
    );
  }

  private asks({ isAsked }: Asker, device: number): boolean {
    return isAsked && this.asking.includes(device);
  }

  private requestLapse(from: number): number {
    return Math.min(this.now + APPROVAL_HOURS, from);
  }

  private lines(): Line[] {
    return this.entries.flatMap(({ lines }) => lines);
  }
}

function overlap(line: Line, start: number, end: number): boolean {
  return line.start < end && start < line.end;
}
