import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Position } from '../../../geo/index.js';
import type { Tx } from '../../../platform/index.js';
import { LoanReaches } from '../bookings/loan-reach.service.js';
import { CustodyRepository } from '../custody/custody.repository.js';
import type { CustodyRow } from '../custody/custody-row.js';
import type { JourneyRow } from './loan.repository.js';
import { LoanRepository } from './loan.repository.js';
import { type CustodyFacts, type JourneyFacts, type Whereabouts, whereaboutsOf } from './whereabouts.rules.js';
import { toWhereaboutsView, type WhereaboutsView } from './whereabouts.schemas.js';

/** A device as its whereabouts are asked for; a part is where the device is that it travels with. */
export interface Sought {
  readonly id: string;
  readonly partOfId: string | null;
  readonly unitId: string;
  readonly home: Position | null;
}

/** The last that is known of where a device is. No access decision is taken here. */
@Injectable()
export class WhereaboutsReader {
  constructor(
    private readonly loans: LoanRepository,
    private readonly custodies: CustodyRepository,
    private readonly reaches: LoanReaches,
  ) {}

  async view(tx: Tx, sought: Sought): Promise<z.input<typeof WhereaboutsView>> {
    return toWhereaboutsView(await this.of(tx, sought), (unitId) => this.reaches.nameOf(unitId));
  }

  private async of(tx: Tx, { id, partOfId, unitId, home }: Sought): Promise<Whereabouts> {
    const journey = await this.loans.latestOf(tx, partOfId ?? id);
    const [custody] = await this.custodies.history(tx, id, 1);
    return whereaboutsOf({
      ownerUnitId: unitId,
      home,
      journey: journey ? journeyFacts(journey) : null,
      custody: custody ? custodyFacts(custody) : null,
    });
  }
}

function journeyFacts({ state, borrowerUnitId, lastAt, lon, lat, lastLon, lastLat }: JourneyRow): JourneyFacts {
  return { state, borrowerUnitId, at: lastAt, here: pointOf(lastLon, lastLat), underway: pointOf(lon, lat) };
}

function custodyFacts(row: CustodyRow): CustodyFacts {
  return {
    holderUnitId: row.holderUnitId,
    from: row.checkedOutAt,
    positionOut: pointOf(row.outLon, row.outLat),
    returnedAt: row.returnedAt,
    positionIn: pointOf(row.inLon, row.inLat),
  };
}

function pointOf(lon: number | null, lat: number | null): Position | null {
  return lon === null || lat === null ? null : { lon, lat };
}
