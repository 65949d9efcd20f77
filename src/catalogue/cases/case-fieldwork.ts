import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import { CaseMissions, type FlightSummary, type RapidTestSummary } from '../../missions/index.js';
import type { Actor, Tx } from '../../platform/index.js';

export interface Fieldwork {
  readonly flights: readonly FlightSummary[];
  readonly runs: readonly RapidTestSummary[];
  /** False: there are more than are read at once. */
  readonly complete: boolean;
}

const MOST_EACH = 1_000;

/** What was flown and measured for a case, as far as the reader may see it. */
@Injectable()
export class CaseFieldwork {
  constructor(
    private readonly missions: CaseMissions,
    private readonly access: AccessService,
  ) {}

  async of(tx: Tx, actor: Actor, caseId: string): Promise<Fieldwork> {
    const limit = MOST_EACH + 1;
    const flights = await this.missions.flightsOf(tx, caseId, this.access.scope(actor, 'flight.read'), limit);
    const runs = await this.missions.rapidTestsOf(tx, caseId, this.access.scope(actor, 'rapidTest.read'), limit);
    return {
      flights: flights.slice(0, MOST_EACH),
      runs: runs.slice(0, MOST_EACH),
      complete: flights.length <= MOST_EACH && runs.length <= MOST_EACH,
    };
  }
}
