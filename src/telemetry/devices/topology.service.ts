import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { BrokerAccounts } from '../accounts/broker.accounts.js';
import type { TopologyChange } from '../dialects/dialect.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { CustodyBoard } from './custody.board.js';
import { DeviceDirectory } from './device.directory.js';
import { inSameHands } from './pairing.rules.js';
import { TopologyRepository } from './topology.repository.js';

/** Why a gateway was not believed. */
export interface TopologyRefusal {
  readonly code: QuarantineCode;
  readonly detail: string;
}

/** Which aircraft flies behind which gateway. */
@Injectable()
export class TopologyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly equipment: EquipmentService,
    private readonly directory: DeviceDirectory,
    private readonly board: CustodyBoard,
    private readonly repository: TopologyRepository,
    private readonly accounts: BrokerAccounts,
  ) {}

  /** Keeps the change. Undefined when it is committed: only then the gateway may be answered. */
  async keep(change: TopologyChange): Promise<TopologyRefusal | undefined> {
    const gateway = await this.directory.byName(change.gateway.serial);
    if (!gateway) return { code: 'DEVICE_UNKNOWN', detail: 'the gateway is not registered' };
    const aircraft = change.subDevice ? await this.directory.byName(change.subDevice.serial) : null;
    if (aircraft === undefined) return { code: 'DEVICE_UNKNOWN', detail: 'the aircraft is not registered' };
    const refusal = await this.unitOfWork.run(SYSTEM, (tx) => this.pair(tx, gateway, aircraft, change));
    if (!refusal) await this.board.refresh();
    return refusal;
  }

  private async pair(
    tx: Tx,
    gateway: DeviceSummary,
    aircraft: DeviceSummary | null,
    change: TopologyChange,
  ): Promise<TopologyRefusal | undefined> {
    if (aircraft && !(await this.belongTogether(tx, gateway, aircraft))) {
      return { code: 'NOT_PAIRED', detail: 'gateway and aircraft are neither one set nor in the same hands' };
    }
    await this.repository.lock(tx, aircraft ? [gateway.id, aircraft.id] : [gateway.id]);
    const before = await this.repository.livePairsOf(tx, aircraft?.id ?? gateway.id);
    await this.repository.endPairs(tx, gateway.id, aircraft?.id ?? null, change.receivedAt);
    // An aircraft may announce itself as its own gateway; that is no pair.
    if (aircraft && aircraft.id !== gateway.id) await this.repository.beginPair(tx, gateway.id, aircraft.id, change);
    await this.accounts.changed(tx, [gateway.id, ...before.map(({ gatewayId }) => gatewayId)]);
    return undefined;
  }

  /** One set of the pool, or both held by the same person or for the same booking. */
  private async belongTogether(tx: Tx, gateway: DeviceSummary, aircraft: DeviceSummary): Promise<boolean> {
    if (gateway.id === aircraft.id || gateway.partOfId === aircraft.id || aircraft.partOfId === gateway.id) return true;
    return inSameHands(
      await this.equipment.openCustody(tx, gateway.id),
      await this.equipment.openCustody(tx, aircraft.id),
    );
  }
}
