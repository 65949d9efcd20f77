import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, type Permission } from '../../identity/index.js';
import { type FlightSummary, MissionsService } from '../../missions/index.js';
import { type Actor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { AnnouncedMedia } from '../../telemetry/index.js';
import { deviceCountOf } from './completeness.rules.js';
import type { CompletenessView, GapReasonInput } from './completeness.schemas.js';
import { toCompletenessView } from './completeness.views.js';
import { FlownFiles } from './flown-files.service.js';
import { countFrames } from './frames.rules.js';
import { GapReasonKeeper } from './gap-reason.keeper.js';

type View = z.input<typeof CompletenessView>;

/** Docks upload after landing, some only when they have a line again. */
const ANNOUNCED_WITHIN_MS = 7 * 24 * 3_600_000;

/** Whether everything that a flight's camera took was brought in, by its numbers and by the device's own count. */
@Injectable()
export class FlightCompleteness {
  constructor(
    private readonly missions: MissionsService,
    private readonly announced: AnnouncedMedia,
    private readonly reasons: GapReasonKeeper,
    private readonly files: FlownFiles,
    private readonly access: AccessService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN */
  async of(actor: Actor, flightId: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => this.view(tx, await this.flight(tx, actor, 'evidence.read', flightId)));
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async explain(actor: Actor, flightId: string, input: z.output<typeof GapReasonInput>): Promise<View> {
    return this.unitOfWork.run(actor, async (tx) => {
      const flight = await this.flight(tx, actor, 'evidence.claim', flightId);
      await this.reasons.keep(tx, flight.id, input);
      return this.view(tx, flight);
    });
  }

  private async view(tx: Tx, flight: FlightSummary): Promise<View> {
    const { counted, aside } = await this.files.of(tx, flight);
    const counts = { frames: countFrames(counted), device: await this.deviceCount(tx, flight), aside };
    return toCompletenessView(flight.id, counts, await this.reasons.of(tx, flight.id));
  }

  private async deviceCount(tx: Tx, { id, deviceId, during }: FlightSummary) {
    const tasks = await this.announced.countedByTasks(tx, id);
    if (deviceId === null) return deviceCountOf([], tasks, during);
    const reach = { from: during.from, to: new Date(during.to.getTime() + ANNOUNCED_WITHIN_MS) };
    return deviceCountOf(await this.announced.ofAircraft(tx, deviceId, reach), tasks, during);
  }

  private async flight(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<FlightSummary> {
    const flight = await this.missions.flight(tx, id);
    if (!flight) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, permission, [{ id, unitIds: [flight.unitId], caseId: flight.caseId }]);
    return flight;
  }
}
