import { z } from 'zod';
import { Id, PeriodView } from '../../platform/index.js';
import { placeSchema } from '../commands/map-geometry.js';
import { REQUEST_KINDS, REQUEST_STATES } from './request.codes.js';

const MeetingView = z.object({
  seq: z.int().describe('The event by which it was met'),
  quantity: z.int(),
  bookingId: Id.nullable(),
  deviceIds: z.array(Id),
  expertIds: z.array(Id),
  userIds: z.array(Id),
  remark: z.string().nullable(),
  metBy: Id,
});

const RequestView = z
  .object({
    requestId: Id,
    kind: z.enum(REQUEST_KINDS),
    kindCode: z.string().nullable(),
    quantity: z.int(),
    met: z.int(),
    state: z.enum(REQUEST_STATES),
    during: PeriodView.nullable(),
    place: placeSchema.nullable(),
    text: z.string(),
    raisedBy: Id,
    unitId: Id.describe('Of whoever raised it, then'),
    unitName: z.string(),
    raisedSeq: z.int(),
    changedSeq: z.int(),
    meetings: z.array(MeetingView),
  })
  .meta({ id: 'SessionRequest' });

/** All of a session, the newest first. */
export const RequestList = z
  .object({ items: z.array(RequestView), nextCursor: z.null() })
  .meta({ id: 'SessionRequests' });
