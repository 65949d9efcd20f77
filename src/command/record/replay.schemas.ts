import { z } from 'zod';
import { Id, Instant, InstantView, PositionView } from '../../platform/index.js';
import { EventView, TombstoneView } from '../events/event.schemas.js';

/** A page of frames is no longer than this, in frames and in time. */
export const MOST_FRAMES = 600;
export const LONGEST_WINDOW_MS = 3_600_000;

export const stepMs = z.number().pipe(z.int().min(100).max(LONGEST_WINDOW_MS));

export const ReplayQuery = z
  .strictObject({
    from: Instant.optional().describe('The beginning of the session without it'),
    to: Instant.optional().describe('The last event without it'),
    stepMs: z.coerce.number().pipe(stepMs).default(1_000).describe('From one frame to the next'),
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must lie after the beginning' });

const Shape = z.record(z.string(), z.unknown());

const Person = z.object({
  userId: Id,
  name: z.string().nullable(),
  unitName: z.string().nullable(),
  role: z.string().nullable(),
  state: z.enum(['joined', 'left', 'removed']),
  seq: z.int(),
});

const Position = PositionView.extend({
  deviceId: Id,
  assetCode: z.string(),
  at: InstantView.describe('When it was measured: at most 10 s before the frame'),
  heightAboveTakeoffMetres: z.number().nullable(),
  headingDegrees: z.number().nullable(),
});

export const ReplayFrame = z.object({
  t: InstantView,
  events: z.array(z.union([EventView, TombstoneView])).describe('Recorded from t until the next frame’s t'),
  positions: z.array(Position).describe('Of devices whose place is known at t'),
  state: z.string().optional(),
  epoch: z.int().optional(),
  commanderUserId: Id.nullable().optional(),
  people: z.array(Person).optional().describe('Whose part changed'),
  orders: z.record(z.string(), z.string()).optional().describe('State of each order on which something happened'),
  shapes: z.record(z.string(), Shape.nullable()).optional().describe('Drawn anew or changed; null: gone'),
});

export const ReplayPage = z
  .object({
    from: InstantView,
    to: InstantView.describe('Where this page ends'),
    end: InstantView.describe('Where the replay ends'),
    stepMs: z.int(),
    next: InstantView.nullable().describe('Ask again with it as `from`; null at the end'),
    snapshot: z.object({
      seq: z.int().describe('The last event in it'),
      title: z.string(),
      kind: z.string(),
      state: z.string(),
      epoch: z.int(),
      commanderUserId: Id.nullable(),
      people: z.record(z.string(), Person),
      orders: z.record(z.string(), z.string()),
      shapes: z.record(z.string(), Shape),
    }),
    frames: z
      .array(ReplayFrame)
      .describe('Only those in which something happened or a place is known; between them nothing changed'),
    gaps: z
      .array(z.object({ from: InstantView, to: InstantView }))
      .describe('Stretches of this page of a minute and more with neither events nor positions'),
    positionsCut: z.boolean().describe('More devices or frames than are shown'),
  })
  .meta({ id: 'SessionReplayPage' });
