import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  AuditTrail,
  Clock,
  periodView,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { drawFlight, drawVolumes, planColumns } from './flight-drawing.js';
import type { Draft } from './flight-draft.schemas.js';
import { Flight } from '../flight.entity.js';
import { FlightEntitlement } from '../assessment/flight.entitlement.js';
import { FlightRepository } from '../flight.repository.js';
import { type FlightView, toFlightView } from '../flight.schemas.js';
import type { PlannedFlight } from '../planned-flight.js';
import { FlightSpace } from './flight-space.service.js';
import { assertVersion } from '../flight-version.js';

/** Plans that somebody is still drawing: they hold nothing, and are told to nobody. */
@Injectable()
export class FlightDrafts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: FlightRepository,
    private readonly entitlement: FlightEntitlement,
    private readonly space: FlightSpace,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws a fault of what the draft says by its own code, and what entitlement throws */
  async save(actor: Actor, draft: Draft): Promise<z.input<typeof FlightView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      this.space.assertSoundSoFar(draft);
      const unitId = await this.entitlement.unitOfDraft(tx, actor, draft);
      const about = { ...NOT_LOOKED_AT, unitId, origin: 'planned', repeatsId: null, state: 'draft' } as const;
      const planned = drawFlight(draft, about, { plannedBy: actor.id, now: this.clock.now() });
      await this.flights.insert(tx, planned, []);
      await this.record(tx, 'flight.draft', planned.flight.id, draft);
      return toFlightView(planned);
    });
  }

  /** Draws a draft anew, inside the transaction of whoever changes it. @throws as `save`, FLIGHT_CHANGED, FLIGHT_STATE_CONFLICT */
  async redraw(
    tx: Tx,
    actor: Actor,
    id: string,
    { draft, version }: { readonly draft: Draft; readonly version: number },
  ): Promise<PlannedFlight> {
    this.space.assertSoundSoFar(draft);
    const held = await this.flights.lock(tx, id);
    if (!held) throw PlatformErrors.NOT_FOUND();
    const { state } = held.flight;
    assertVersion(held.flight, version);
    if (state !== 'draft') throw MissionErrors.FLIGHT_STATE_CONFLICT({ state, to: 'draft' });
    const unitId = await this.entitlement.unitOfDraft(tx, actor, draft, held.flight.unitId);
    const next = { version: version + 1, updatedAt: this.clock.now(), unitId };
    const flight = Object.assign(new Flight(), held.flight, planColumns(draft), NOT_LOOKED_AT, next);
    const planned = { flight, volumes: drawVolumes(id, draft) };
    await this.flights.rewrite(tx, planned, []);
    await this.record(tx, 'flight.redraft', id, draft);
    return planned;
  }

  private async record(tx: Tx, action: string, id: string, draft: Draft): Promise<void> {
    const details = { ...draft, during: periodView(draft.during) };
    await this.audit.record(tx, { action, subject: { kind: 'flight', id }, details });
  }
}

const NOT_LOOKED_AT = { reminders: [], displaces: [], assessment: null } as const;
