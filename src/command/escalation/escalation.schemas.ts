import { z } from 'zod';
import { REACH_CHANNELS, REACHABILITIES } from '../../identity/index.js';
import { Id, InstantView } from '../../platform/index.js';
import { DEADLINES, ORDER_PRIORITIES } from '../orders/order.rules.js';
import { ESCALATION_TARGETS, TIMER_STATES, VACANCIES } from './escalation.codes.js';

const seconds = z.int().min(10).max(86_400);

const step = {
  afterSeconds: seconds.describe('After the time that was due, or after the telling before'),
  target: z.enum(ESCALATION_TARGETS),
  channel: z.enum(REACH_CHANNELS).describe('Beside the page: by what people are woken'),
  maxLoops: z.int().min(1).max(10).describe('How often before the next step'),
};

export const PolicyQuery = z.strictObject({ unitId: Id.optional().describe('The caller’s own where absent') });

export const PolicyInput = z
  .strictObject({
    ackWithinSeconds: seconds
      .nullable()
      .describe('Acknowledgement is due so long after the issue where the order says no time; null: never'),
    steps: z.array(z.strictObject(step)).min(1).max(10),
  })
  .meta({ id: 'EscalationPolicyInput' });

export const PolicyView = z
  .object({
    priority: z.enum(ORDER_PRIORITIES),
    ackWithinSeconds: z.int().nullable(),
    steps: z.array(z.object(step)),
    from: z
      .object({ unitId: Id, setBy: Id, setAt: InstantView })
      .nullable()
      .describe('Who set it; null: the service’s own'),
  })
  .meta({ id: 'EscalationPolicy' });

export const PolicyList = z.object({ unitId: Id, items: z.array(PolicyView) }).meta({ id: 'EscalationPolicies' });

export const PolicyPath = { unitId: Id, priority: z.enum(ORDER_PRIORITIES) } as const;

export const EscalationView = z
  .object({
    seq: z.int(),
    firedAt: InstantView,
    kind: z.enum(DEADLINES),
    level: z.int(),
    loop: z.int(),
    target: z.enum(ESCALATION_TARGETS),
    channel: z.enum(REACH_CHANNELS),
    told: z.array(z.object({ userId: Id, name: z.string(), unitId: Id, reachability: z.enum(REACHABILITIES) })),
    vacancy: z.enum(VACANCIES).optional().describe('Why nobody was told'),
  })
  .meta({ id: 'OrderEscalation' });

export const TimerView = z
  .object({
    kind: z.enum(DEADLINES),
    state: z.enum(TIMER_STATES),
    dueAt: InstantView.describe('By when it was to come about'),
    next: z
      .object({ level: z.int(), loop: z.int(), target: z.enum(ESCALATION_TARGETS), at: InstantView })
      .optional()
      .describe('Who is told next and when, while it runs'),
  })
  .meta({ id: 'OrderTimer' });
