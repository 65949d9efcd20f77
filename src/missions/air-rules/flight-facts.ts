import type { DroneClass } from '../../equipment/index.js';
import type { Period } from '../../platform/index.js';

/** What the records say: it is so, it is not, or nothing is recorded. */
export const KNOWN = ['yes', 'no', 'unknown'] as const;
export type Known = (typeof KNOWN)[number];

/** `emergency`: one of the tasks art. 29 names; `special_emergency`: one that cannot wait for its half hour either. */
export const TASK_NATURES = ['ordinary', 'emergency', 'special_emergency'] as const;
export type TaskNature = (typeof TASK_NATURES)[number];

/** What puts a flight back under application wherever it takes place (art. 31, second paragraph), in the article's order. */
export const CIRCUMSTANCES = [
  'networkRelay',
  'dangerousOrDropped',
  'overCrowd',
  'fromMovingVehicle',
  'several',
] as const;
export type Circumstance = (typeof CIRCUMSTANCES)[number];
export type Circumstances = Readonly<Record<Circumstance, Known>>;

/** Everything that the rules of the air look at. Heights are true heights above ground in metres. */
export interface FlightFacts {
  readonly during: Period;
  readonly nature: TaskNature;
  readonly upperMetres: number;
  readonly aircraftClass: DroneClass | 'unknown';
  /** Registered under a real name. */
  readonly registered: Known;
  /** Liability cover to the end of the flight. */
  readonly insured: Known;
  /** Reports who it is to the national platform. */
  readonly reportsIdentity: Known;
  /** The pilot holds a licence for this class to the end of the flight. */
  readonly pilotLicensed: Known;
  /** The pilot was trained for controlled airspace. */
  readonly pilotTrained: Known;
  /** The unit holds an operating certificate. */
  readonly unitCertified: Known;
  readonly circumstances: Circumstances;
  /** Names of the controlled areas that the flight enters. */
  readonly controlledAreas: readonly string[];
  /** Whether the published areas around the flight have been taken in; `unknown`: outside them nothing is shown free. */
  readonly areasKnown: Known;
  readonly beyondSight: Known;
  readonly inTheDark: Known;
  /** Aerial survey: a map or a model is to be made of it. */
  readonly surveying: Known;
}
