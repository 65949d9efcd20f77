export const ORDER_STATES = [
  'DRAFT',
  'ISSUED',
  'DELIVERED',
  'SEEN',
  'ACKNOWLEDGED',
  'EN_ROUTE',
  'ON_SCENE',
  'SUBMITTED',
  'ACCEPTED',
  'RETURNED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** How much an order presses; what follows from it is the escalation policy's. */
export const ORDER_PRIORITIES = ['routine', 'urgent', 'flash'] as const;
export type OrderPriority = (typeof ORDER_PRIORITIES)[number];

export const ORDER_STEPS = [
  'issue',
  'delivered',
  'seen',
  'acknowledge',
  'enRoute',
  'onScene',
  'submit',
  'accept',
  'return',
  'reject',
  'cancel',
  'expire',
] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];

export const ORDER_END_STATES: readonly OrderState[] = ['ACCEPTED', 'REJECTED', 'CANCELLED', 'EXPIRED'];

interface OrderRule {
  readonly by: 'directing' | 'recipient' | 'system';
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  /** States in which the same report, arriving late, is kept on the receipt and moves nothing. */
  readonly lateIn: readonly OrderState[];
}

const UNANSWERED: readonly OrderState[] = ['ISSUED', 'DELIVERED', 'SEEN'];
const UNDERWAY: readonly OrderState[] = ['ACKNOWLEDGED', 'EN_ROUTE', 'ON_SCENE', 'RETURNED'];
const HANDED_IN: readonly OrderState[] = ['SUBMITTED', 'ACCEPTED'];
const ENDED_OTHERWISE: readonly OrderState[] = ['REJECTED', 'CANCELLED', 'EXPIRED'];

/** What an order may be due for. */
export const DEADLINES = ['ack', 'arrive', 'done'] as const;
export type Deadline = (typeof DEADLINES)[number];

/** The states in which each is still awaited; arrival only until the answerer has been there. */
export const AWAITED_IN: Readonly<Record<Deadline, readonly OrderState[]>> = {
  ack: UNANSWERED,
  arrive: [...UNANSWERED, 'ACKNOWLEDGED', 'EN_ROUTE', 'RETURNED'],
  done: [...UNANSWERED, ...UNDERWAY],
};

/** Whether what the deadline is about has not come about. */
export function isAwaited(order: OrderProgress, deadline: Deadline): boolean {
  if (!AWAITED_IN[deadline].includes(order.state)) return false;
  const answerer = answererOf(order);
  return deadline !== 'arrive' || !(answerer?.onSceneAt ?? answerer?.submittedAt);
}

/** The life of an order. A recipient may skip steps forward; going back is only `return`. */
export const ORDER_RULES: Readonly<Record<OrderStep, OrderRule>> = {
  issue: { by: 'directing', from: ['DRAFT'], to: 'ISSUED', lateIn: [] },
  delivered: {
    by: 'recipient',
    from: ['ISSUED'],
    to: 'DELIVERED',
    lateIn: ['DELIVERED', 'SEEN', ...UNDERWAY, ...HANDED_IN, ...ENDED_OTHERWISE],
  },
  seen: {
    by: 'recipient',
    from: ['ISSUED', 'DELIVERED'],
    to: 'SEEN',
    lateIn: ['SEEN', ...UNDERWAY, ...HANDED_IN, ...ENDED_OTHERWISE],
  },
  acknowledge: { by: 'recipient', from: UNANSWERED, to: 'ACKNOWLEDGED', lateIn: [...UNDERWAY, ...HANDED_IN] },
  enRoute: {
    by: 'recipient',
    from: ['ACKNOWLEDGED', 'RETURNED'],
    to: 'EN_ROUTE',
    lateIn: ['EN_ROUTE', 'ON_SCENE', ...HANDED_IN],
  },
  onScene: {
    by: 'recipient',
    from: ['ACKNOWLEDGED', 'EN_ROUTE', 'RETURNED'],
    to: 'ON_SCENE',
    lateIn: ['ON_SCENE', ...HANDED_IN],
  },
  submit: { by: 'recipient', from: UNDERWAY, to: 'SUBMITTED', lateIn: [] },
  accept: { by: 'directing', from: ['SUBMITTED'], to: 'ACCEPTED', lateIn: [] },
  return: { by: 'directing', from: ['SUBMITTED'], to: 'RETURNED', lateIn: [] },
  reject: { by: 'recipient', from: UNANSWERED, to: 'REJECTED', lateIn: [] },
  cancel: { by: 'directing', from: ['DRAFT', ...UNANSWERED, ...UNDERWAY, 'SUBMITTED'], to: 'CANCELLED', lateIn: [] },
  expire: { by: 'system', from: UNANSWERED, to: 'EXPIRED', lateIn: [] },
};

export type OrderOutcome =
  { readonly kind: 'moved'; readonly to: OrderState } | { readonly kind: 'late' } | { readonly kind: 'refused' };

/** What `step` does to an order (or to one recipient's receipt) in `state`. */
export function takeStep(state: OrderState, step: OrderStep): OrderOutcome {
  const { from, to, lateIn } = ORDER_RULES[step];
  if (from.includes(state)) return { kind: 'moved', to };
  return lateIn.includes(state) ? { kind: 'late' } : { kind: 'refused' };
}

/** When one recipient got, saw and did what; the instants are those the recipient reports. */
export interface Receipt {
  readonly recipientUserId: string;
  /** Answers for the order: the one it is addressed to; in a unit the first who acknowledges. */
  readonly responsible: boolean;
  readonly state: OrderState;
  readonly deliveredAt?: Date;
  readonly seenAt?: Date;
  readonly acknowledgedAt?: Date;
  readonly enRouteAt?: Date;
  readonly onSceneAt?: Date;
  readonly submittedAt?: Date;
  readonly rejectedAt?: Date;
  readonly rejectReason?: string;
}

/** An order with its receipts, which are the truth: its state is the responsible recipient's. */
export interface OrderProgress {
  readonly state: OrderState;
  readonly receipts: readonly Receipt[];
}

export const RECIPIENT_STEPS = ['delivered', 'seen', 'acknowledge', 'enRoute', 'onScene', 'submit'] as const;
export type RecipientStep = (typeof RECIPIENT_STEPS)[number];

const MARKS = {
  delivered: 'deliveredAt',
  seen: 'seenAt',
  acknowledge: 'acknowledgedAt',
  enRoute: 'enRouteAt',
  onScene: 'onSceneAt',
  submit: 'submittedAt',
} as const satisfies Record<RecipientStep, keyof Receipt>;

/** A just issued order; addressed to a unit it has no recipient yet. */
export function issueTo(recipientUserId: string | undefined): OrderProgress {
  const receipts: Receipt[] = recipientUserId ? [{ recipientUserId, responsible: true, state: 'ISSUED' }] : [];
  return { state: 'ISSUED', receipts };
}

/** A just issued order to everyone who has a role: nobody answers for it before the first acknowledges. */
export function issueToEach(recipientUserIds: readonly string[]): OrderProgress {
  const receipts = recipientUserIds.map((recipientUserId): Receipt => ({
    recipientUserId,
    responsible: false,
    state: 'ISSUED',
  }));
  return { state: 'ISSUED', receipts };
}

/** Enters a recipient's report; undefined when their receipt does not allow it. */
export function report(
  order: OrderProgress,
  recipientUserId: string,
  step: RecipientStep,
  at: Date,
): OrderProgress | undefined {
  const before = order.receipts.find((receipt) => receipt.recipientUserId === recipientUserId);
  const entered = enterOnReceipt(before ?? firstReceipt(order, recipientUserId), step, at);
  if (!entered) return undefined;
  const answers = step !== 'delivered' && step !== 'seen' && !order.receipts.some(({ responsible }) => responsible);
  return withReceipt(order, before, { ...entered, responsible: entered.responsible || answers });
}

/**
 * One recipient says no. It ends the order when they answer for it, or when they are the last of a closed circle, such
 * as those who have a role; of a unit others may still take it. Undefined when their receipt does not allow it.
 */
export function reject(
  order: OrderProgress,
  recipientUserId: string,
  { at, reason, circle }: { readonly at: Date; readonly reason: string; readonly circle: 'closed' | 'open' },
): OrderProgress | undefined {
  const before = order.receipts.find((receipt) => receipt.recipientUserId === recipientUserId);
  const receipt = before ?? firstReceipt(order, recipientUserId);
  const outcome = takeStep(receipt.state, 'reject');
  if (outcome.kind !== 'moved') return undefined;
  const after = withReceipt(order, before, { ...receipt, state: outcome.to, rejectedAt: at, rejectReason: reason });
  const isNobodyLeft = circle === 'closed' && after.receipts.every(({ state }) => state === 'REJECTED');
  return isNobodyLeft && !ORDER_END_STATES.includes(order.state) ? { ...after, state: 'REJECTED' } : after;
}

/** The service finds that nobody acknowledged in time; undefined when somebody did, or the order has ended. */
export function expire(order: OrderProgress): OrderProgress | undefined {
  const outcome = takeStep(order.state, 'expire');
  return outcome.kind === 'moved' ? endedAs(order, outcome.to) : undefined;
}

/** Who answers for the order; undefined while nobody does. */
export function answererOf({ receipts }: Pick<OrderProgress, 'receipts'>): Receipt | undefined {
  return receipts.find(({ responsible }) => responsible);
}

/** Accepts, returns or cancels; undefined when the order's state does not allow it. */
export function direct(order: OrderProgress, step: 'accept' | 'return' | 'cancel'): OrderProgress | undefined {
  const outcome = takeStep(order.state, step);
  if (outcome.kind !== 'moved') return undefined;
  if (step === 'cancel') return endedAs(order, outcome.to);
  const receipts = order.receipts.map((one) => (one.responsible ? { ...one, state: outcome.to } : one));
  return { state: outcome.to, receipts };
}

/** For every recipient who has not ended it for themselves. */
function endedAs(order: OrderProgress, state: OrderState): OrderProgress {
  const receipts = order.receipts.map((one) => (ORDER_END_STATES.includes(one.state) ? one : { ...one, state }));
  return { state, receipts };
}

function withReceipt(order: OrderProgress, before: Receipt | undefined, after: Receipt): OrderProgress {
  const receipts = before ? order.receipts.map((one) => (one === before ? after : one)) : [...order.receipts, after];
  return { receipts, state: ORDER_END_STATES.includes(order.state) ? order.state : stateOf(receipts) };
}

function firstReceipt(order: OrderProgress, recipientUserId: string): Receipt {
  const state = ORDER_END_STATES.includes(order.state) ? order.state : 'ISSUED';
  return { recipientUserId, responsible: false, state };
}

/** The first report of a step keeps its time; handing in again after a return replaces it. */
function enterOnReceipt(receipt: Receipt, step: RecipientStep, at: Date): Receipt | undefined {
  const outcome = takeStep(receipt.state, step);
  if (outcome.kind === 'refused') return undefined;
  const mark = MARKS[step];
  if (outcome.kind === 'late') return { ...receipt, [mark]: receipt[mark] ?? at };
  return { ...receipt, state: outcome.to, [mark]: at };
}

/** While nobody answers for the order, the furthest anyone has got: ISSUED, DELIVERED or SEEN. */
function stateOf(receipts: readonly Receipt[]): OrderState {
  const answerer = answererOf({ receipts });
  if (answerer) return answerer.state;
  return UNANSWERED[Math.max(0, ...receipts.map(({ state }) => UNANSWERED.indexOf(state)))] ?? 'ISSUED';
}
