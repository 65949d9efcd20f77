import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { People } from '../../identity/index.js';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { type PairedModels, TopologyRepository } from '../devices/topology.repository.js';
import { PositionAccess } from '../positions/position.access.js';
import { Hearing } from './hearing.js';
import { pilotDevice } from './pilot-device.rules.js';
import type { PilotDeviceView, PilotTopology } from './pilot.schemas.js';

/** More than fly at once in a province; Pilot has no pages here. */
const MOST_PAIRS = 500;

/** An aircraft and its gateway, as the register knows them. */
export interface Pair {
  readonly aircraft: DeviceSummary;
  readonly gateway: DeviceSummary;
  readonly models: PairedModels;
  readonly isOnline: boolean;
}

/** Which aircraft fly behind which gateways now. */
@Injectable()
export class LivePairs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly topology: TopologyRepository,
    private readonly directory: DeviceDirectory,
    private readonly board: CustodyBoard,
    private readonly hearing: Hearing,
  ) {}

  async all(): Promise<Pair[]> {
    const models = await this.unitOfWork.read((tx) => this.topology.liveModels(tx));
    const ids = models.flatMap(({ gatewayId, aircraftId }) => [gatewayId, aircraftId]);
    const devices = new Map((await this.directory.byIds([...new Set(ids)])).map((device) => [device.id, device]));
    return models.flatMap((one) => {
      const aircraft = devices.get(one.aircraftId);
      const gateway = devices.get(one.gatewayId);
      if (!aircraft || !gateway || !this.board.speaksFor(gateway, aircraft)) return [];
      const isOnline = this.hearing.isHeard(aircraft.id) || this.hearing.isHeard(gateway.id);
      return [{ aircraft, gateway, models: one, isOnline }];
    });
  }
}

/** The devices that Pilot shows on its map: those whose position the person may see. */
@Injectable()
export class PilotTopologies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pairs: LivePairs,
    private readonly access: PositionAccess,
    private readonly custody: CustodyBoard,
    private readonly people: People,
  ) {}

  async of(actor: Actor): Promise<PilotTopology[]> {
    const pairs = await this.pairs.all();
    const aircraft = pairs.map((pair) => pair.aircraft);
    const visible = this.access.visible(actor, aircraft);
    const shown = pairs.filter((pair) => visible.has(pair.aircraft.id)).slice(0, MOST_PAIRS);
    const holders = await this.holdersOf(shown);
    return shown.map((pair) => ({
      hosts: this.view(pair, 'aircraft', holders),
      parents: this.view(pair, 'gateway', holders),
    }));
  }

  private view(
    { models, isOnline, ...pair }: Pair,
    end: 'aircraft' | 'gateway',
    holders: ReadonlyMap<string, string>,
  ): PilotDeviceView[] {
    const device = pair[end];
    const { serial, assetCode, djiModel } = device;
    const saidModel = end === 'aircraft' ? models.aircraftModelKey : models.gatewayModelKey;
    const deviceClass = end === 'aircraft' ? 'aircraft' : models.gatewayClass;
    if (serial === null) return [];
    const id = this.custody.holding(device)?.holderUserId;
    const holder = id === undefined ? null : { id, name: holders.get(id) ?? '' };
    return [pilotDevice({ serial, assetCode, modelKey: saidModel ?? djiModel, deviceClass, isOnline, holder })];
  }

  private async holdersOf(pairs: readonly Pair[]): Promise<Map<string, string>> {
    const ids = pairs.flatMap(({ aircraft, gateway }) =>
      [aircraft, gateway].flatMap((device) => this.custody.holding(device)?.holderUserId ?? []),
    );
    const people = await this.unitOfWork.read((tx) => this.people.findMany(tx, [...new Set(ids)]));
    return new Map(people.map(({ id, displayName }) => [id, displayName]));
  }
}
