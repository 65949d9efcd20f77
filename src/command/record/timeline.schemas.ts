import { z } from 'zod';
import { PlaceView } from '../../identity/index.js';
import { Id, Instant, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { SESSION_ROLES, TIERS_UPWARD } from '../sessions/session-roles.js';
import { LINK_KINDS } from './event-links.rules.js';

const Types = z
  .string()
  .max(2_000)
  .transform((list) => list.split(','))
  .pipe(
    z
      .array(z.string().regex(/^[a-z]+\.[a-zA-Z]+$/, 'a type of event, as order.issue'))
      .min(1)
      .max(50),
  )
  .describe('Types of events, comma separated');

export const TimelineQuery = PageQuery.extend({
  from: Instant.optional().describe('What happened at or after'),
  to: Instant.optional().describe('What happened before'),
  types: Types.optional(),
  actor: z
    .union([Id, z.literal('service')])
    .optional()
    .describe('Whose deeds: a person, a guest or the service itself'),
}).refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must lie after the beginning' });

export const WordsView = z.object({ zh: z.string(), en: z.string() });

const ActorView = z.object({
  kind: z.enum(['person', 'guest', 'service']),
  id: Id.optional(),
  name: z.string(),
  from: z.string().optional().describe('The unit or organisation'),
  tier: z.enum(TIERS_UPWARD).optional(),
  role: z.enum(SESSION_ROLES).nullable().optional(),
});

export const LinkView = z.object({ kind: z.enum(LINK_KINDS), id: z.string() });

export const LineView = z
  .object({
    seq: z.int(),
    at: InstantView.describe('When it happened'),
    recordedAt: InstantView,
    type: z.string(),
    actor: ActorView,
    text: WordsView.describe('Plain text; what people typed stands in it as they typed it'),
    place: z.object({ lon: z.number(), lat: z.number(), inWords: PlaceView }).optional(),
    links: z.array(LinkView),
    isRestricted: z.boolean().describe('Not everyone in the session reads it'),
  })
  .meta({ id: 'SessionTimelineLine' });

export const HiddenLineView = z
  .object({ seq: z.int(), redacted: z.literal(true) })
  .describe('Not meant for the caller');

export const TimelinePage = pageOf(z.union([LineView, HiddenLineView])).meta({ id: 'SessionTimelinePage' });
