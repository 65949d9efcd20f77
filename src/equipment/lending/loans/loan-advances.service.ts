import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../../platform/index.js';
import { Conflicts } from '../bookings/conflicts.service.js';
import { Departures } from '../custody/departures.service.js';
import { checkDrawing } from '../custody/papers/drawing.rules.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Photos } from '../../register/files/photos.service.js';
import { missingFields } from './journey.rules.js';
import { JourneySteps } from './journey-steps.service.js';
import { LoanDesk } from './loan-desk.service.js';
import type { JourneyRow } from './loan.repository.js';
import type { JourneysAdvanced, LoanAdvance } from './loan.schemas.js';

type Input = z.output<typeof LoanAdvance>;
type Done = z.input<typeof JourneysAdvanced>;

/** Devices that travel together go one step on together: all of them or none. */
@Injectable()
export class LoanAdvances {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: LoanDesk,
    private readonly steps: JourneySteps,
    private readonly photos: Photos,
    private readonly departures: Departures,
    private readonly conflicts: Conflicts,
  ) {}

  /**
   * With `checkOut` the one who receives devices takes them on their booking at once.
   * @throws NOT_FOUND, FORBIDDEN, JOURNEY_STATE, JOURNEY_STEP_INCOMPLETE, JOURNEY_STEP_TIME, BOOKING_NOT_OPEN,
   * SIGNATURE_UNREADABLE, FILE_UNKNOWN, PHOTO_NOT_PICTURE; with `checkOut` what a check-out throws
   */
  async advance(actor: Actor, input: Input): Promise<Done> {
    const missing = missingFields(input.to, input);
    if (missing.length > 0) throw EquipmentErrors.JOURNEY_STEP_INCOMPLETE({ to: input.to, missing });
    requireDrawn(input);
    return this.conflicts.explained(() =>
      this.unitOfWork.run(actor, async (tx) => {
        const rows = await this.desk.lock(tx, actor, input.journeyIds);
        for (const row of rows) this.desk.requireSide(actor, row, input.to);
        await this.photos.require(tx, actor, input.photoIds ?? []);
        return this.moveAll(tx, actor, rows, input);
      }),
    );
  }

  private async moveAll(tx: Tx, actor: Actor, rows: readonly JourneyRow[], input: Input): Promise<Done> {
    const items: Done['items'] = [];
    const checkOuts: Done['checkOuts'] = [];
    for (const row of rows) {
      if (input.to === 'dispatched') await this.desk.requireWaiting(tx, row);
      items.push(this.desk.view(await this.steps.advance(tx, row, input.to, input)));
      if (input.checkOut) checkOuts.push(await this.departures.depart(tx, actor, takingOf(row, input)));
    }
    return { items, checkOuts };
  }
}

function takingOf({ deviceId, bookingId }: JourneyRow, { condition, signature, photoIds, position }: Input) {
  return { deviceId, bookingId, condition, signature, photoIds, position };
}

function requireDrawn({ signature, to }: Input): void {
  const check = signature === undefined ? undefined : checkDrawing(signature);
  const side = to === 'received' || to === 'return_received' ? 'receiver' : 'giver';
  if (check?.ok === false) throw EquipmentErrors.SIGNATURE_UNREADABLE({ side, reason: check.fault });
}
