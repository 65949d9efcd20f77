import { z } from 'zod';
import { Id, text } from '../../../platform/index.js';

const MOST_AT_ONCE = 100;
const MODEL_KEY = /^\d{1,5}-\d{1,6}-\d{1,6}$/;

/** Repeated in the address, or once with commas: both are seen. */
const several = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((said) => [said].flat().flatMap((one) => one.split(',')))
    .pipe(z.array(z.string()).max(MOST_AT_ONCE))
    .pipe(z.array(item));

const ModelKey = z.string().regex(MODEL_KEY, { error: 'domain-type-subtype' });
const Whole = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number);

/** What Pilot does not know yet is left out, so that another version still sees its waylines. */
export const LibraryQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(10),
  order_by: z.string().max(60).optional().describe('name, update_time or create_time, with asc or desc'),
  favorited: z
    .enum(['true', 'false'])
    .transform((said) => said === 'true')
    .optional(),
  template_type: several(Whole).optional().describe('0 waypoints, 1 area, 2 oblique, 4 strip'),
  action_type: Whole.optional().describe('1: takes pictures again as they were taken'),
  drone_model_keys: several(ModelKey).optional(),
  payload_model_key: several(ModelKey).optional(),
});

export const FavouriteQuery = z.object({ id: several(Id).pipe(z.array(Id).min(1)) });
export const NamesQuery = z.object({ name: several(z.string().max(200)) });

/** What Pilot says of the drawing is not taken from it: the file says it. */
export const WaylineReport = z
  .looseObject({ name: text(200), object_key: z.string().min(1).max(1_024) })
  .meta({ id: 'PilotWaylineReport' });

export const WaylineReported = z
  .object({ object_key: z.string(), id: Id.describe('Of the wayline that it became') })
  .meta({ id: 'PilotWaylineReported' });

export const NothingMore = z.object({}).meta({ id: 'PilotNothingMore' });
export const TakenNames = z.array(z.string()).meta({ id: 'PilotTakenNames' });

export const LibraryPage = z
  .object({
    list: z.array(
      z.object({
        id: Id,
        name: z.string(),
        drone_model_key: z.string(),
        payload_model_keys: z.array(z.string()),
        template_types: z.array(z.int()),
        action_type: z.int(),
        favorited: z.boolean(),
        update_time: z.number(),
        create_time: z.number(),
        user_name: z.string(),
        start_wayline_point: z.object({ start_latitude: z.number(), start_lontitude: z.number() }),
      }),
    ),
    pagination: z.object({ page: z.int(), page_size: z.int(), total: z.int() }),
  })
  .meta({ id: 'PilotWaylinePage' });
