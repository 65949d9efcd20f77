import { Injectable } from '@nestjs/common';
import { isCoveredBy, type Occupation } from '../../../geo/index.js';
import type { Tx } from '../../../platform/index.js';
import type { Known } from '../../air-rules/flight-facts.js';
import { AirspacePublicationRepository } from './airspace-publication.repository.js';

/** Knows where everything that is declared has been taken in. */
@Injectable()
export class PublishedAreas {
  constructor(private readonly publications: AirspacePublicationRepository) {}

  /**
   * `yes`: publications in force cover the whole plan, in ground and time, so that what is not declared is free. `no`:
   * there are some, but not over all of the plan. `unknown`: none is in force at all.
   */
  async areasKnown(tx: Tx, plan: Occupation): Promise<Known> {
    const { count, near } = await this.publications.inForce(tx, plan);
    if (count === 0) return 'unknown';
    return plan.volumes.every(({ geometry }) => isCoveredBy(geometry, near)) ? 'yes' : 'no';
  }
}
