import { z } from 'zod';
import { Id, text } from '../../../platform/index.js';
import { DEVICE_CATEGORIES, DEVICE_STATES } from '../../equipment.codes.js';

/** Devices by what they are, in a body; the same fields as the query of the list. */
export const DeviceSelection = z
  .strictObject({
    kind: z.string().max(50).optional().describe('Kind code'),
    category: z.enum(DEVICE_CATEGORIES).optional(),
    unit: Id.optional().describe('Owner'),
    below: z.boolean().default(false).describe('With unit: also the units below it'),
    state: z.enum(DEVICE_STATES).optional(),
    q: text(100).optional(),
    parts: z.boolean().default(false).describe('What travels with devices, in their place'),
  })
  .meta({ id: 'DeviceSelection' });

export type DeviceSelectionInput = z.output<typeof DeviceSelection>;
