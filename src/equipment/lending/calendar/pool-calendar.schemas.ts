import { z } from 'zod';
import { type CalendarFeed, Id, InstantView } from '../../../platform/index.js';
import { CALENDAR_SUBJECTS } from './pool-calendar.repository.js';

export const FeedCreate = z
  .strictObject({
    about: z.enum(CALENDAR_SUBJECTS),
    id: Id.optional().describe('Of the device or unit; a person’s calendar is one’s own'),
  })
  .refine(({ about, id }) => about === 'person' || id !== undefined, { error: 'names none', path: ['id'] })
  .meta({ id: 'CalendarFeedCreate' });

export const FeedView = z
  .object({ id: Id, about: z.enum(CALENDAR_SUBJECTS), subjectId: Id, createdAt: InstantView })
  .meta({ id: 'CalendarFeed' });

export const FeedOpened = FeedView.extend({
  path: z.string().describe('Holds the secret; shown this once'),
  url: z.string().nullable().describe('The same under the public address, where one is set'),
}).meta({ id: 'CalendarFeedOpened' });

export const FeedList = z.object({ items: z.array(FeedView), nextCursor: z.null() }).meta({ id: 'CalendarFeedList' });

export function toFeedView({ id, about, subjectId, createdAt }: CalendarFeed): z.input<typeof FeedView> {
  return { id, about: z.enum(CALENDAR_SUBJECTS).parse(about), subjectId, createdAt: createdAt.toISOString() };
}
