import { z } from 'zod';
import { Id, Instant, InstantView, pageOf } from '../../../platform/index.js';
import type { CounterRow } from './part.repository.js';

export const PartAttach = z.strictObject({ partId: Id }).meta({ id: 'DevicePartAttach' });

export const CounterReading = z
  .strictObject({
    cycleCount: z.int().min(0).max(1_000_000),
    healthPercent: z.int().min(0).max(100).optional().describe('What is left of the capacity'),
    readAt: Instant.optional().describe('Now when absent'),
  })
  .meta({ id: 'DeviceCounterReading' });

export const CounterView = z
  .object({
    id: Id,
    cycleCount: z.int(),
    healthPercent: z.int().nullable(),
    readAt: InstantView,
    readBy: z.string(),
  })
  .meta({ id: 'DeviceCounter' });

export const CounterPage = pageOf(CounterView).meta({ id: 'DeviceCounterPage' });

export function toCounterView(row: CounterRow): z.input<typeof CounterView> {
  const { id, cycleCount, healthPercent, readAt, readByName } = row;
  return { id, cycleCount, healthPercent, readAt: readAt.toISOString(), readBy: readByName };
}
