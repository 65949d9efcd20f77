import { z } from 'zod';
import { SessionMap } from '../map/map.schemas.js';
import { OrderView } from '../orders/order.schemas.js';
import { SessionDetail } from './session.schemas.js';

/** `snapshotSeq`: whoever shows this goes on with the next event. */
export const SnapshotView = z
  .object({
    snapshotSeq: z.int(),
    snapshot: z.object({
      session: SessionDetail,
      orders: z.array(OrderView).describe('All that have not come to their end, and the newest of the others'),
      moreOrders: z.boolean().describe('True: older ones that have come to their end are left out'),
      map: SessionMap,
    }),
    epoch: z.int(),
  })
  .meta({ id: 'SessionSnapshot' });
