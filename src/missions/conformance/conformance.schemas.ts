import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionView, text } from '../../platform/index.js';
import { FLIGHT_STATES } from '../flights/flight.rules.js';
import { ALERT_KINDS } from './conformance.types.js';
import type { FlightAlert } from './flight-alert.entity.js';

export const FlightAlertView = z
  .object({
    id: Id,
    flightId: Id,
    kind: z.enum(ALERT_KINDS),
    subjectId: Id.nullable().describe('The zone or the other flight'),
    about: z.string().nullable().describe('Name of the zone; before or after the period'),
    beganAt: InstantView,
    endedAt: InstantView.nullable().describe('null: it goes on'),
    worstMetres: z.number().nullable().describe('Of near_flight the least distance; null where metres say nothing'),
    crossings: z
      .int()
      .describe('How often the edge was crossed while it went on: back for less than 15 s it is the same'),
    directionDegrees: z.number().nullable().describe('From the volume to the aircraft, clockwise from north'),
    position: PositionView.nullable().describe('Where the aircraft was when it began'),
    acknowledgedBy: Id.nullable(),
    acknowledgedAt: InstantView.nullable(),
    remark: z.string().nullable(),
  })
  .meta({ id: 'FlightAlert' });

export const ConformanceQuery = PageQuery;

export const FlightConformance = pageOf(FlightAlertView)
  .extend({
    state: z.enum(FLIGHT_STATES),
    watched: z.boolean().describe('In the air, and heard of by itself: the service watches over it'),
    heightsComparedAs: z
      .literal('above_take_off')
      .describe('Bands above ground are held against heights above the take-off point, as over level ground'),
  })
  .meta({ id: 'FlightConformance' });

export const AlertAcknowledgement = z
  .strictObject({ remark: text(1_000).optional() })
  .default({})
  .meta({ id: 'AlertAcknowledgement' });

export function toAlertView({
  beganAt,
  endedAt,
  acknowledgedAt,
  ...same
}: FlightAlert): z.input<typeof FlightAlertView> {
  return {
    ...same,
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
  };
}
