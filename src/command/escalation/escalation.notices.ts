import { defineNotices, type NoticeContent } from '../../identity/index.js';
import type { Deadline } from '../orders/order.rules.js';

/** Sent outside the service as they stand: they name no case, no session and no order. */
export const EscalationNotices = defineNotices({
  ORDER_ACK_OVERDUE: { zh: '有一条待签收指令已超过签收时限', en: 'An order has not been acknowledged in time' },
  ORDER_ARRIVE_OVERDUE: { zh: '有一条指令已超过到达时限', en: 'The time of arrival of an order has passed' },
  ORDER_DONE_OVERDUE: { zh: '有一条指令已超过完成时限', en: 'The time by which an order was to be done has passed' },
});

export const OVERDUE: Readonly<Record<Deadline, () => NoticeContent>> = {
  ack: EscalationNotices.ORDER_ACK_OVERDUE,
  arrive: EscalationNotices.ORDER_ARRIVE_OVERDUE,
  done: EscalationNotices.ORDER_DONE_OVERDUE,
};
