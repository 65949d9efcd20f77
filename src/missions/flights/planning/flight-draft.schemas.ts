import { z } from 'zod';
import { Id, text } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { FlightPlan } from './flight-plan.schemas.js';
import { type PlannedFlight, toVolume } from '../planned-flight.js';
import { VolumesInput } from '../flight-volume.schemas.js';

/** A plan that is not complete yet: what it names is judged at once, what it does not name may come later. */
export const FlightDraft = FlightPlan.extend({
  deviceId: Id.optional(),
  pilotId: Id.optional(),
  volumes: VolumesInput.default([]),
}).meta({ id: 'FlightDraft' });

/** The whole plan as it is to be from now on. Only a draft may leave something out. */
export const FlightAmendment = FlightDraft.extend({
  version: z.int().positive().describe('The version that was read; another one is refused'),
  reason: text(1_000).optional(),
}).meta({ id: 'FlightAmendment' });

export const FlightVersion = z
  .strictObject({
    version: z.int().positive().optional().describe('The version that was read; another one is refused'),
  })
  .default({})
  .meta({ id: 'FlightVersion' });

export type Draft = z.output<typeof FlightDraft>;
export type Plan = z.output<typeof FlightPlan>;

/** The plan of a flight as it was drawn. */
export function toDraft({ flight, volumes }: PlannedFlight): Draft {
  const { purpose, during, nature, circumstances, beyondSight, surveying } = flight;
  return {
    purpose,
    during,
    nature,
    circumstances,
    beyondSight,
    surveying,
    caseId: flight.caseId ?? undefined,
    deviceId: flight.deviceId ?? undefined,
    pilotId: flight.pilotId ?? undefined,
    takeOff: flight.takeOff ?? undefined,
    followUpOn: flight.followUpOn ?? undefined,
    volumes: volumes.map(toVolume),
  };
}

/** The same as a plan that can be filed. @throws FLIGHT_INCOMPLETE with what is `missing` */
export function complete(draft: Draft): Plan {
  const { deviceId, pilotId, volumes } = draft;
  if (deviceId !== undefined && pilotId !== undefined && volumes.length > 0) return { ...draft, deviceId, pilotId };
  const missing = [
    ...(deviceId === undefined ? ['deviceId'] : []),
    ...(pilotId === undefined ? ['pilotId'] : []),
    ...(volumes.length === 0 ? ['volumes'] : []),
  ];
  throw MissionErrors.FLIGHT_INCOMPLETE({ missing });
}
