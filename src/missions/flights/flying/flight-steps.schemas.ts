import { z } from 'zod';
import { Instant, text } from '../../../platform/index.js';

export const FlightRefusal = z.strictObject({ reason: text(1_000) }).meta({ id: 'FlightRefusal' });

/** Where an application was required, the answer of air traffic management has to be named. */
export const FlightApproval = z
  .strictObject({
    reason: text(1_000).optional(),
    authority: text(200).optional(),
    approvalNumber: text(100).optional(),
    version: z.int().positive().optional().describe('The version that was read; another one is refused'),
  })
  .default({})
  .meta({ id: 'FlightApproval' });

export const FlightClearance = z
  .strictObject({
    confirmedBy: text(200).optional().describe('Who of air traffic management confirmed (Order 761 art. 30)'),
  })
  .default({})
  .meta({ id: 'FlightClearance' });

const Moment = z.strictObject({ at: Instant.optional().describe('absent: now') }).default({});
export const FlightTakeOff = Moment.meta({ id: 'FlightTakeOff' });
export const FlightLanding = Moment.meta({ id: 'FlightLanding' });

export const FlightReport = z
  .strictObject({
    text: text(4_000),
    incident: text(4_000).optional().describe('What endangered safety (Order 761 art. 40)'),
  })
  .meta({ id: 'FlightReport' });

export const FlightIncidentReport = z
  .strictObject({
    to: text(200).describe('The authority that it was reported to'),
    at: Instant.optional().describe('absent: now'),
    reference: text(100).optional().describe('Under which number it was taken in'),
  })
  .meta({ id: 'FlightIncidentReport' });

export const FlightRemark = z
  .strictObject({ reason: text(1_000).optional() })
  .default({})
  .meta({ id: 'FlightRemark' });
