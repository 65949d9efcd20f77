import { z } from 'zod';
import { Day, Id, Instant, PositionInput, text } from '../../../platform/index.js';
import { KNOWN, TASK_NATURES } from '../../air-rules/flight-facts.js';
import { VolumesInput } from '../flight-volume.schemas.js';

const KnownInput = z.enum(KNOWN).default('unknown');

/** The questions of Order 761 art. 31(2); what is not answered stays unknown and is not taken for a no. */
const CircumstancesInput = z
  .strictObject({
    networkRelay: KnownInput,
    dangerousOrDropped: KnownInput,
    overCrowd: KnownInput,
    fromMovingVehicle: KnownInput,
    several: KnownInput,
  })
  .prefault({});

/** A plan. Its period, heights and outlines are judged by the rules, each fault with its own code. */
export const FlightPlan = z
  .strictObject({
    caseId: Id.optional(),
    deviceId: Id,
    pilotId: Id,
    purpose: text(500),
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    volumes: VolumesInput,
    nature: z.enum(TASK_NATURES).default('ordinary'),
    circumstances: CircumstancesInput,
    beyondSight: KnownInput,
    surveying: KnownInput,
    takeOff: PositionInput.optional(),
    followUpOn: Day.optional().describe('When to come back and look again, in China'),
  })
  .meta({ id: 'FlightPlan' });

/** A circle around whoever holds the aircraft, from now on. */
export const FlyNowRequest = z
  .strictObject({
    position: PositionInput,
    radiusMetres: z.number().min(10).max(5_000).default(200),
    heightMetres: z.number().min(1).max(500).default(60).describe('Metres above ground'),
    minutes: z.number().int().min(5).max(240).default(60),
    deviceId: Id.optional().describe('absent: the only aircraft in one’s hands'),
    caseId: Id.optional(),
    purpose: text(500),
    nature: z.enum(TASK_NATURES).default('ordinary'),
    circumstances: CircumstancesInput,
    beyondSight: KnownInput,
    surveying: KnownInput,
  })
  .meta({ id: 'FlyNowRequest' });

/** What is otherwise than the last time. */
export const FlyAgainRequest = z
  .strictObject({
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    deviceId: Id.optional(),
    pilotId: Id.optional(),
    purpose: text(500).optional(),
    followUpOn: Day.optional().describe('When to come back and look once more, in China'),
  })
  .meta({ id: 'FlyAgainRequest' });
