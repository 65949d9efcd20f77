import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { UnitTree } from '../../identity/index.js';
import { Clock, decodeCursor, keysetPage, type Page, UnitOfWork } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { ContactRepository, type KnownContact } from './contact.repository.js';
import { type GatewayStanding, gatewayStanding } from './contact.rules.js';
import type { GatewayQuery, GatewayView } from './gateway.schemas.js';
import { REASON_WORDS, STATE_WORDS, UNKNOWN_REASON } from './gateway.words.js';

/** A gateway of the register, and how it stands. */
export interface Gateway {
  readonly device: DeviceSummary;
  readonly contact: KnownContact;
  readonly standing: GatewayStanding;
}

/** Controllers and docks, and how far each came on its way in. For administrators: nothing of cases is in it. */
@Injectable()
export class GatewayStandings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly repository: ContactRepository,
    private readonly policy: DeviceBrokerPolicy,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  /** @throws CURSOR_INVALID */
  async page({ cursor, limit }: GatewayQuery): Promise<Page<GatewayView>> {
    const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0]);
    const gateways = await this.read(after, limit + 1);
    return keysetPage(
      gateways,
      limit,
      ({ device }) => [device.assetCode.toLowerCase()],
      (gateway) => this.view(gateway),
    );
  }

  /** In the order of their asset codes. */
  async read(after: string | undefined, limit: number): Promise<Gateway[]> {
    const now = this.clock.now();
    return this.unitOfWork.read(async (tx) => {
      const named = await this.repository.seen(tx);
      const devices = await this.equipment.linkedGateways(tx, { named, after, limit });
      const ids = devices.map(({ id }) => id);
      const contacts = new Map((await this.repository.of(tx, ids)).map((contact) => [contact.deviceId, contact]));
      return devices.flatMap((device) => {
        const contact = contacts.get(device.id);
        if (!contact) return [];
        const hasLine = this.policy.hasLine(device.id);
        return [{ device, contact, standing: gatewayStanding({ ...contact, hasLine }, now) }];
      });
    });
  }

  private view({ device, contact, standing }: Gateway): GatewayView {
    const { state, since, refusal } = standing;
    return {
      deviceId: device.id,
      assetCode: device.assetCode,
      serial: device.serial,
      kindCode: device.kindCode,
      unit: { id: device.unitId, name: this.units.find(device.unitId)?.name ?? '' },
      state,
      explanation: STATE_WORDS[state],
      since: since?.toISOString() ?? null,
      signedInAt: contact.signedInAt?.toISOString() ?? null,
      connectedAt: contact.connectedAt?.toISOString() ?? null,
      topologyAnsweredAt: contact.topologyAnsweredAt?.toISOString() ?? null,
      heardAt: contact.heardAt?.toISOString() ?? null,
      clockAheadMs: contact.clockAheadMs,
      lastRefusal: refusal && {
        ...refusal,
        at: refusal.at.toISOString(),
        explanation: REASON_WORDS[refusal.reason] ?? UNKNOWN_REASON,
      },
    };
  }
}
