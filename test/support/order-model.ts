import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import {
  direct,
  expire,
  issueTo,
  issueToEach,
  type OrderProgress,
  type OrderState,
  RECIPIENT_STEPS,
  type RecipientStep,
  reject,
  report,
} from '../../src/command/orders/order.rules.js';

/** Where an order lies: in memory, or in the database. */
export interface OrderShelf {
  read(): Promise<OrderProgress>;
  write(order: OrderProgress): Promise<void>;
}

export const PEOPLE = ['li', 'wang', 'zhao'] as const;
type Someone = (typeof PEOPLE)[number];

/** To li alone, to the unit of all three, or to the role that li and wang have. */
export const ADDRESSEES = ['person', 'unit', 'role'] as const;
export type AddresseeKind = (typeof ADDRESSEES)[number];

const CIRCLE: Readonly<Record<AddresseeKind, readonly Someone[]>> = {
  person: ['li'],
  unit: [],
  role: ['li', 'wang'],
};

const ISSUED: Readonly<Record<AddresseeKind, () => OrderProgress>> = {
  person: () => issueTo('li'),
  unit: () => issueTo(undefined),
  role: () => issueToEach(['li', 'wang']),
};

export const issuedTo = (kind: AddresseeKind): OrderProgress => ISSUED[kind]();

/** What becomes of one recipient by each step, written down a second time: `=` keeps the state, `-` is refused. */
const LIFE = `
              delivered seen acknowledge  enRoute  onScene  submit    reject
ISSUED        DELIVERED SEEN ACKNOWLEDGED -        -        -         REJECTED
DELIVERED     =         SEEN ACKNOWLEDGED -        -        -         REJECTED
SEEN          =         =    ACKNOWLEDGED -        -        -         REJECTED
ACKNOWLEDGED  =         =    =            EN_ROUTE ON_SCENE SUBMITTED -
EN_ROUTE      =         =    =            =        ON_SCENE SUBMITTED -
ON_SCENE      =         =    =            =        =        SUBMITTED -
SUBMITTED     =         =    =            =        =        -         -
RETURNED      =         =    =            EN_ROUTE ON_SCENE SUBMITTED -
ACCEPTED      =         =    =            =        =        -         -
REJECTED      =         =    -            -        -        -         -
CANCELLED     =         =    -            -        -        -         -
EXPIRED       =         =    -            -        -        -         -`;

const ENDED: readonly OrderState[] = ['ACCEPTED', 'REJECTED', 'CANCELLED', 'EXPIRED'];
const UNANSWERED: readonly OrderState[] = ['ISSUED', 'DELIVERED', 'SEEN'];

function readLife(): ReadonlyMap<string, string> {
  const [head = [], ...rows] = LIFE.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return new Map(rows.flatMap(([state, ...cells]) => cells.map((cell, nth) => [`${state} ${head[nth]}`, cell])));
}
const life = readLife();

interface Marked {
  state: OrderState;
  /** Steps whose instant the receipt holds. */
  readonly marks: Set<string>;
}

/** The order as the model has it: a state a person, who answers, and how it ended. */
export class OrderModel {
  readonly receipts = new Map<Someone, Marked>();
  answerer: Someone | undefined;
  end: OrderState | undefined;

  constructor(readonly kind: AddresseeKind) {
    for (const who of CIRCLE[kind]) this.receipts.set(who, { state: 'ISSUED', marks: new Set() });
    if (kind === 'person') this.answerer = 'li';
  }

  get state(): OrderState {
    if (this.end) return this.end;
    if (this.answerer) return this.receipts.get(this.answerer)?.state ?? 'ISSUED';
    const got = [...this.receipts.values()].map(({ state }) => UNANSWERED.indexOf(state));
    return UNANSWERED[Math.max(0, ...got)] ?? 'ISSUED';
  }

  /** False where it is refused. */
  step(who: Someone, step: RecipientStep | 'reject'): boolean {
    const receipt = this.receipts.get(who) ?? { state: this.end ?? 'ISSUED', marks: new Set<string>() };
    const cell = life.get(`${receipt.state} ${step}`) ?? '-';
    if (cell === '-') return false;
    if (cell !== '=') receipt.state = cell as OrderState;
    receipt.marks.add(step);
    this.receipts.set(who, receipt);
    if (step === 'reject') this.refuse(who);
    else if (step !== 'delivered' && step !== 'seen') this.answerer ??= who;
    this.settle();
    return true;
  }

  decide(step: 'accept' | 'return' | 'cancel' | 'expire'): boolean {
    const now = this.state;
    const may = {
      accept: now === 'SUBMITTED',
      return: now === 'SUBMITTED',
      cancel: !ENDED.includes(now),
      expire: UNANSWERED.includes(now),
    };
    if (!may[step]) return false;
    const answering = this.answerer && this.receipts.get(this.answerer);
    if (step === 'accept' && answering) answering.state = 'ACCEPTED';
    else if (step === 'return' && answering) answering.state = 'RETURNED';
    else this.finish(step === 'cancel' ? 'CANCELLED' : 'EXPIRED');
    this.settle();
    return true;
  }

  /** Of a closed circle the last who says no ends it. */
  private refuse(who: Someone): void {
    const all = [...this.receipts.values()].every(({ state }) => state === 'REJECTED');
    if (this.answerer === who || (this.kind !== 'unit' && all)) this.end ??= 'REJECTED';
  }

  private finish(state: OrderState): void {
    this.end = state;
    for (const receipt of this.receipts.values()) if (!ENDED.includes(receipt.state)) receipt.state = state;
  }

  private settle(): void {
    if (!this.end && ENDED.includes(this.state)) this.end = this.state;
  }
}

const MARKS: Readonly<
  Record<string, 'deliveredAt' | 'seenAt' | 'acknowledgedAt' | 'enRouteAt' | 'onSceneAt' | 'submittedAt' | 'rejectedAt'>
> = {
  delivered: 'deliveredAt',
  seen: 'seenAt',
  acknowledge: 'acknowledgedAt',
  enRoute: 'enRouteAt',
  onScene: 'onSceneAt',
  submit: 'submittedAt',
  reject: 'rejectedAt',
};

const AT = new Date('2026-03-01T10:00:00Z');

function compare(model: OrderModel, { state, receipts }: OrderProgress): void {
  const real = receipts.map((receipt) => ({
    who: receipt.recipientUserId,
    state: receipt.state,
    answers: receipt.responsible,
    marks: Object.keys(MARKS).filter((step) => receipt[MARKS[step] ?? 'seenAt'] !== undefined),
  }));
  const wanted = [...model.receipts].map(([who, receipt]) => ({
    who,
    state: receipt.state,
    answers: model.answerer === who,
    marks: Object.keys(MARKS).filter((step) => receipt.marks.has(step)),
  }));
  const byName = (a: { who: string }, b: { who: string }): number => a.who.localeCompare(b.who);
  expect({ state, receipts: real.sort(byName) }).toEqual({ state: model.state, receipts: wanted.sort(byName) });
}

type Move = fc.AsyncCommand<OrderModel, OrderShelf>;

/** Does to the order what was done to the model, and looks whether both allow it and stand alike after it. */
function move(
  name: string,
  onModel: (model: OrderModel) => boolean,
  onReal: (order: OrderProgress, model: OrderModel) => OrderProgress | undefined,
): Move {
  return {
    check: () => true,
    async run(model, shelf) {
      const after = onReal(await shelf.read(), model);
      const before = structuredClone(await shelf.read());
      expect({ name, allowed: after !== undefined }).toEqual({ name, allowed: onModel(model) });
      if (after) await shelf.write(after);
      else expect(await shelf.read()).toEqual(before);
      compare(model, await shelf.read());
    },
    toString: () => name,
  };
}

const someone = fc.constantFrom(...PEOPLE);
const circleOf = ({ kind }: OrderModel): 'open' | 'closed' => (kind === 'unit' ? 'open' : 'closed');

const reporting = fc.tuple(someone, fc.constantFrom(...RECIPIENT_STEPS)).map(([who, step]) =>
  move(
    `${who} ${step}`,
    (model) => model.step(who, step),
    (order) => report(order, who, step, AT),
  ),
);
const refusing = someone.map((who) =>
  move(
    `${who} reject`,
    (model) => model.step(who, 'reject'),
    (order, model) => reject(order, who, { at: AT, reason: '不能', circle: circleOf(model) }),
  ),
);
const deciding = fc.constantFrom('accept' as const, 'return' as const).map((step) =>
  move(
    step,
    (model) => model.decide(step),
    (order) => direct(order, step),
  ),
);
const ending = fc.constantFrom(
  move(
    'cancel',
    (model) => model.decide('cancel'),
    (order) => direct(order, 'cancel'),
  ),
  move('expire', (model) => model.decide('expire'), expire),
);

/** Sequences of what recipients, those who direct and the service do to an order; seldom what ends it at once. */
export const moves = (most: number) =>
  fc.commands([...Array.from({ length: 12 }, () => reporting), refusing, deciding, deciding, ending], {
    maxCommands: most,
  });
