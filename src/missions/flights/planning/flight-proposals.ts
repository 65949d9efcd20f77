import { AppError, type UnitOfWork } from '../../../platform/index.js';
import { toAlternativeView } from '../../airspace/zones/airspace-zone.schemas.js';
import type { Claim } from '../../airspace/deconfliction/deconfliction.rules.js';
import { MissionErrors } from '../../missions.errors.js';
import type { FlightSpace } from './flight-space.service.js';

interface Proposing {
  readonly unitOfWork: UnitOfWork;
  readonly space: FlightSpace;
  /** The plan that was refused; undefined where none was looked at. */
  readonly wish: () => Claim | undefined;
  /** The flight whose plan it is, where it has one already. */
  readonly besides?: string;
}

/** Looks for other times and heights once a plan was refused and nothing is held any more. @throws as `work` */
export async function orAlternatives<T>(
  { unitOfWork, space, wish, besides }: Proposing,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const plan = wish();
    if (!plan || !(error instanceof AppError) || error.code !== 'AIRSPACE_CONFLICT') throw error;
    const found = await unitOfWork.read((tx) => space.alternatives(tx, plan, besides));
    throw MissionErrors.AIRSPACE_CONFLICT({ ...error.details, alternatives: found.map(toAlternativeView) }, error);
  }
}
