import type { Reachability, ReachChannel } from '../../identity/index.js';
import type { Deadline } from '../orders/order.rules.js';
import type { EscalationTarget, Vacancy } from './escalation.codes.js';

/** Somebody who was told, and by what they could be woken then. */
export interface Told {
  readonly userId: string;
  readonly name: string;
  readonly unitId: string;
  readonly reachability: Reachability;
}

/** One telling that something of an order is overdue. */
export interface Escalation {
  readonly orderId: string;
  readonly sessionId: string;
  readonly kind: Deadline;
  readonly round: number;
  readonly step: number;
  readonly loop: number;
  /** The number of its event. */
  readonly seq: number;
  readonly firedAt: Date;
  readonly target: EscalationTarget;
  readonly channel: ReachChannel;
  readonly told: readonly Told[];
  /** Why nobody was told. */
  readonly vacancy: Vacancy | null;
}
