import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type DispatchDevice, DispatchPool } from '../../equipment/index.js';
import { asUser } from '../../identity/index.js';
import { type Actor, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { type BatteryAt, TelemetryService } from '../../telemetry/index.js';
import { CommandErrors } from '../command.errors.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { isAble } from '../sessions/session-roles.js';
import { SessionReader } from '../sessions/session-reader.js';
import { DispatchNames } from './dispatch-names.js';
import type { DispatchCandidates as Candidates, DispatchQuery } from './dispatch.schemas.js';

type View = z.input<typeof Candidates>;

/** What whoever directs could send to a place. */
@Injectable()
export class DispatchCandidates {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly participants: ParticipantRepository,
    private readonly pool: DispatchPool,
    private readonly telemetry: TelemetryService,
    private readonly names: DispatchNames,
  ) {}

  /** @throws NOT_FOUND, BAD_STATE, FORBIDDEN for those who may not issue orders, DEVICE_KIND_UNKNOWN */
  async near(actor: Actor, sessionId: string, query: z.output<typeof DispatchQuery>): Promise<View> {
    const { lon, lat, from, to, kindCode, limit } = query;
    const { id: userId, unitId } = asUser(actor);
    return this.unitOfWork.read(async (tx) => {
      const { state } = await this.sessions.requireVisible(tx, actor, sessionId);
      if (state !== 'open') throw CommandErrors.BAD_STATE({ subject: 'session', state });
      if (!isAble(await this.participants.find(tx, sessionId, userId), 'issue_order')) throw PlatformErrors.FORBIDDEN();
      const wish = { unitId, during: { from, to }, place: { lon, lat }, limit, ...(kindCode && { kindCode }) };
      const devices = await this.pool.survey(tx, wish);
      const batteries = await this.telemetry.batteriesOf(
        tx,
        devices.map(({ id }) => id),
      );
      const onDuty = await this.names.onDuty(tx, devices, from);
      return { items: devices.map((device) => this.view(device, batteries.get(device.id), onDuty)), nextCursor: null };
    });
  }

  private view(
    { id, lots, people, ...device }: DispatchDevice,
    battery: BatteryAt | undefined,
    onDuty: ReadonlySet<string>,
  ): View['items'][number] {
    return {
      ...device,
      deviceId: id,
      unitName: this.names.of(device.unitId),
      battery: battery ? { percent: battery.percent, at: battery.at.toISOString() } : null,
      people: people.map((person) => ({
        userId: person.id,
        name: person.name,
        unitId: person.unitId,
        unitName: this.names.of(person.unitId),
        onDuty: onDuty.has(person.id),
        qualifications: [...person.qualifications],
      })),
      lots: lots.map(({ id: lotId, kitCode, lotNumber, unitId, usableUntil, available }) => ({
        lotId,
        kitCode,
        lotNumber,
        unitId,
        usableUntil,
        available,
      })),
    };
  }
}
