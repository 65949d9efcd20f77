import { z } from 'zod';
import { Id, text } from '../../platform/index.js';
import { mapGeometrySchema } from '../commands/map-geometry.js';
import { PILOT_COLOURS } from './pilot-map.rules.js';

const Content = z.object({
  type: z.literal('Feature'),
  properties: z.object({ color: z.enum(PILOT_COLOURS), clampToGround: z.boolean().optional() }),
  geometry: mapGeometrySchema,
});

const name = text(200);

/** Pilot gives the element its id. */
export const ElementCreate = z
  .object({ id: Id, name, resource: z.object({ type: z.int().min(0).max(2).optional(), content: Content }) })
  .meta({ id: 'PilotMapElementCreate' });

export const ElementChange = z.object({ name, content: Content }).meta({ id: 'PilotMapElementChange' });

export const ElementRef = z.object({ id: Id }).meta({ id: 'PilotMapElementRef' });

export const GroupQuery = z.object({
  group_id: Id.optional(),
  is_distributed: z.enum(['true', 'false']).optional().describe('Not looked at: all marks are shared'),
});

const Element = z.object({
  id: Id,
  name: z.string(),
  create_time: z.number(),
  update_time: z.number(),
  resource: z.object({ type: z.int(), user_name: z.string(), content: Content }),
});

export const ElementGroups = z
  .array(
    z.object({
      id: Id,
      name: z.string(),
      type: z.literal(2).describe('Shared by the app: without such a group Pilot does not synchronise'),
      is_lock: z.boolean(),
      create_time: z.number(),
      elements: z.array(Element),
    }),
  )
  .meta({ id: 'PilotMapGroups' });
