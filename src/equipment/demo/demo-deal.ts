import { hash32 } from './demo.pattern.js';

/** A unit that can own demonstration devices. */
export interface DealUnit {
  readonly unitId: string;
  readonly adcode: string | null;
}

export interface Hand {
  readonly unit: DealUnit;
  /** Kind codes, in the order they were dealt. */
  readonly codes: string[];
}

/** What a place must own: kind codes by adcode of the unit. */
export type Wishes = Readonly<Record<string, readonly string[]>>;

/** Districts (last two digits up to 20) share the city's store room, so a second device goes to the others first. */
function isDistrict(unit: DealUnit): boolean {
  return unit.adcode !== null && Number(unit.adcode.slice(4, 6)) <= 20;
}

/** Scattered so that neighbours do not all own the same kind; a unit without an adcode comes last. */
function scatter(units: readonly DealUnit[]): DealUnit[] {
  const rank = (unit: DealUnit) => (unit.adcode === null ? 2 ** 32 : hash32(unit.adcode));
  return units.toSorted((a, b) => rank(a) - rank(b) || a.unitId.localeCompare(b.unitId));
}

function capacities(units: readonly DealUnit[], total: number, wishes: Wishes): number[] {
  const each = Math.floor(total / units.length);
  const wanted = (unit: DealUnit) => (unit.adcode === null ? 0 : (wishes[unit.adcode]?.length ?? 0));
  const rank = (at: number) => {
    const unit = units[at];
    if (unit === undefined || wanted(unit) > each) return 0;
    return isDistrict(unit) ? 2 : 1;
  };
  const order = units.map((_unit, at) => at).toSorted((a, b) => rank(a) - rank(b) || a - b);
  const room = units.map(() => each);
  for (const at of order.slice(0, total - each * units.length)) room[at] = each + 1;
  return room;
}

/** Swaps cards until `hand` holds every wished kind that another hand can give away without getting a second of its own. */
function grant(hand: Hand, wished: readonly string[], givers: readonly Hand[]): void {
  for (const code of wished) {
    if (hand.codes.includes(code)) continue;
    const spares = hand.codes.filter((held) => !wished.includes(held));
    const holders = givers.filter((other) => other.codes.includes(code));
    const swap = spares.flatMap((spare) => {
      const giver = holders.find((other) => !other.codes.includes(spare));
      return giver === undefined ? [] : [{ spare, giver }];
    })[0];
    if (swap === undefined) continue;
    swap.giver.codes[swap.giver.codes.indexOf(code)] = swap.spare;
    hand.codes[hand.codes.indexOf(swap.spare)] = code;
  }
}

/**
 * Deals `codes` (grouped by kind) round and round over the units of one tier: everybody gets the same number, or one
 * more, and never two of a kind while there are fewer of that kind than units.
 */
export function deal(codes: readonly string[], units: readonly DealUnit[], wishes: Wishes): Hand[] {
  const seats = scatter(units);
  const room = capacities(seats, codes.length, wishes);
  const hands: Hand[] = seats.map((unit) => ({ unit, codes: [] }));
  const open = () => hands.filter((hand, at) => hand.codes.length < (room[at] ?? 0));
  let circle = open();
  for (const code of codes) {
    if (circle.length === 0) circle = open();
    circle.shift()?.codes.push(code);
  }
  const wishOf = (hand: Hand) => (hand.unit.adcode === null ? undefined : wishes[hand.unit.adcode]);
  const givers = hands.filter((hand) => wishOf(hand) === undefined);
  for (const hand of hands) grant(hand, wishOf(hand) ?? [], givers);
  return hands;
}
