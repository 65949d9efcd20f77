import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { mapGeometrySchema } from '../commands/map-geometry.js';
import { OrderView } from '../orders/order.schemas.js';
import { SessionDetail } from './session.schemas.js';

const MapShapeView = z
  .object({
    featureId: Id,
    seq: z.int(),
    geometry: mapGeometrySchema,
    label: z.string().nullable(),
    colour: z.string().nullable(),
    userName: z.string(),
    changedAt: InstantView,
  })
  .meta({ id: 'SessionMapShape' });

/** `snapshotSeq`: whoever shows this goes on with the next event. */
export const SnapshotView = z
  .object({
    snapshotSeq: z.int(),
    snapshot: z.object({ session: SessionDetail, orders: z.array(OrderView), map: z.array(MapShapeView) }),
    epoch: z.int(),
  })
  .meta({ id: 'SessionSnapshot' });
