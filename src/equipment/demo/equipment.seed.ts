import { Injectable } from '@nestjs/common';
import { UnitTree } from '../../identity/index.js';
import {
  Clock,
  DemonstrationSeed,
  newId,
  type Tx,
  addDays,
  chinaDateOf,
  endOfChinaDate,
} from '../../platform/index.js';
import { mustBeInsured } from '../lending/bookings/booking.rules.js';
import { Calibration } from '../upkeep/calibrations/calibration.entity.js';
import { KitKind, Lot, LotMovement } from '../upkeep/lots/lot.entity.js';
import { DevicePart } from '../register/parts/device-part.entity.js';
import { openUntil } from '../upkeep/lots/lot.rules.js';
import { DeviceKind } from '../register/pool/device-kind.entity.js';
import { Device } from '../register/pool/device.entity.js';
import { classByMasses } from '../register/registry/drone-class.rules.js';
import { DEMO_KINDS, DEMO_PART_KINDS, type DemoDevice, type DemoPart, spreadDemoPool } from './demo-pool.js';
import { DEMO_PERFORMANCE } from './demo-performance.js';
import { DEMO_KIT_KINDS, demoCertificates, demoLots } from './demo-stock.js';
import type { DemoKind, DjiModelKey } from './demo.kind.js';

/** Cameras worn by people stay with their unit; everything else is shared. */
const OWN_UNIT_KINDS: readonly string[] = ['body-camera'];

const INSURED_DAYS = 300;
const LOAN_APPROVALS_BY_KIND = new Map(DEMO_KINDS.map(({ code, loanApproval }) => [code, loanApproval]));
/** The 32 kinds, 426 devices with their parts, certificates and reagents of the demonstration. */
@Injectable()
export class EquipmentSeed {
  constructor(
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(20)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(DeviceKind).count()) > 0) return;
    const pool = spreadDemoPool(this.demoUnits());
    const kindIds = await this.seedKinds(tx);
    const deviceIds = await this.seedDevices(tx, pool, kindIds);
    await this.seedCertificates(tx, pool, deviceIds);
    await this.seedLots(tx, pool, kindIds);
  }

  private demoUnits() {
    return this.units.all().map(({ id, tier, adcode, lon, lat }) => ({
      unitId: id,
      tier,
      adcode,
      label: lon === null || lat === null ? null : { lon, lat },
    }));
  }

  private async seedKinds(tx: Tx): Promise<ReadonlyMap<string, string>> {
    const createdAt = this.clock.now();
    const pooled = DEMO_KINDS.map((kind, nth) => ({ ...kindRow(kind), ordinal: nth + 1, createdAt }));
    const parts = DEMO_PART_KINDS.map(({ code, zh, en, model, link }, nth) => ({
      id: newId(),
      code,
      ordinal: DEMO_KINDS.length + nth + 1,
      category: 'uav' as const,
      nameZh: zh,
      nameEn: en,
      model,
      linkKind: link,
      djiModelKeys: [],
      attributeSchema: { type: 'object', properties: {}, additionalProperties: false },
      countsCycles: link === 'none',
      performance: null,
      isPart: true,
      calibrationRequired: false,
      turnaroundMinutes: 0,
      createdAt,
    }));
    const rows = [...pooled, ...parts];
    await tx.repository(DeviceKind).insert(rows);
    return new Map(rows.map(({ code, id }) => [code, id]));
  }

  private async seedDevices(
    tx: Tx,
    pool: readonly DemoDevice[],
    kindIds: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    const at = this.clock.now();
    const insuredUntil = addDays(chinaDateOf(at), INSURED_DAYS);
    const rowOf = (thing: DemoDevice | DemoPart, owner: DemoDevice, partOfId: string | null) => ({
      id: newId(),
      kindId: kindIds.get(thing.kindCode),
      partOfId,
      unitId: owner.unitId,
      assetCode: thing.assetCode,
      serial: thing.serial,
      model: thing.model,
      djiModelKey: modelKey(thing.dji),
      state: 'in_service' as const,
      loanScope: OWN_UNIT_KINDS.includes(owner.kindCode) ? ('own_unit' as const) : ('whole_province' as const),
      homePosition: owner.home && { x: owner.home.lon, y: owner.home.lat },
      attributes: partOfId === null ? owner.attributes : {},
      loanApproval: LOAN_APPROVALS_BY_KIND.get(owner.kindCode) ?? ('none' as const),
      ...('wear' in thing ? thing.wear : droneColumns(thing, insuredUntil)),
      stateSince: at,
      createdAt: at,
      updatedAt: at,
    });
    const wholes = pool.map((device) => ({ device, row: rowOf(device, device, null) }));
    const parts = wholes.flatMap(({ device, row }) => device.parts.map((part) => rowOf(part, device, row.id)));
    for (const rows of [wholes.map(({ row }) => row), parts]) await tx.repository(Device).insert(rows);
    await tx
      .repository(DevicePart)
      .insert(parts.map(({ id: partId, partOfId }) => ({ id: newId(), partId, wholeId: partOfId ?? '' })));
    return new Map(wholes.map(({ row }) => [row.assetCode, row.id]));
  }

  private async seedCertificates(
    tx: Tx,
    pool: readonly DemoDevice[],
    deviceIds: ReadonlyMap<string, string>,
  ): Promise<void> {
    const recordedAt = this.clock.now();
    const rows = demoCertificates(pool, chinaDateOf(recordedAt)).map(({ assetCode, ...dates }) => ({
      ...dates,
      id: newId(),
      deviceId: deviceIds.get(assetCode),
      kind: 'verification' as const,
      body: '演示计量检定机构',
      result: 'pass' as const,
      blocksBooking: true,
      fileSha256: null,
      recordedBy: null,
      recordedAt,
    }));
    await tx.repository(Calibration).insert(rows);
  }

  private async seedLots(tx: Tx, pool: readonly DemoDevice[], kindIds: ReadonlyMap<string, string>): Promise<void> {
    const at = this.clock.now();
    const kits = DEMO_KIT_KINDS.map(({ code, zh, en, measure, deviceKindCode, openLifeDays = null, storage }) => ({
      id: newId(),
      code,
      nameZh: zh,
      nameEn: en,
      measure,
      deviceKindId: kindIds.get(deviceKindCode) ?? null,
      openLifeDays,
      storageMinCelsius: storage?.[0] ?? null,
      storageMaxCelsius: storage?.[1] ?? null,
      category: measure === 'bag' ? ('sampling' as const) : ('reagent' as const),
      attributeSchema: { type: 'object', properties: {}, additionalProperties: false },
    }));
    await tx.repository(KitKind).insert(kits);
    const kitIds = new Map(kits.map((kit) => [kit.code, kit]));
    const lots = demoLots(pool, chinaDateOf(at)).map(({ kitCode, quantity, openedOn, ...lot }) => ({
      ...lot,
      id: newId(),
      kitKindId: kitIds.get(kitCode)?.id,
      ...openingOf(openedOn, kitIds.get(kitCode)?.openLifeDays ?? null),
      quantityOnHand: quantity,
      quantityReserved: 0,
      createdAt: at,
      updatedAt: at,
    }));
    await tx.repository(Lot).insert(lots);
    const movements = lots.map(({ id, quantityOnHand }) => ({
      id: newId(),
      lotId: id,
      category: 'restock' as const,
      quantity: quantityOnHand,
      balanceAfter: quantityOnHand,
      at,
    }));
    await tx.repository(LotMovement).insert(movements);
  }
}

function openingOf(openedOn: string | null, openLifeDays: number | null): Pick<Lot, 'openedAt' | 'openUntil'> {
  if (openedOn === null) return { openedAt: null, openUntil: null };
  const openedAt = endOfChinaDate(openedOn);
  return { openedAt, openUntil: openUntil(openedAt, openLifeDays) };
}

function kindRow(kind: DemoKind) {
  const {
    code,
    category,
    zh,
    en,
    model,
    models,
    link,
    attributes,
    calibrationRequired = false,
    capabilities = [],
  } = kind;
  return {
    id: newId(),
    code,
    category,
    nameZh: zh,
    nameEn: en,
    model,
    linkKind: link,
    djiModelKeys: [...new Set(models.map(({ dji }) => modelKey(dji ?? null)).filter((key) => key !== null))],
    capabilities: [...capabilities],
    attributeSchema: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        attributes.map((attribute) => [
          attribute.key,
          { type: attribute.type, title: attribute.en, 'x-title-zh': attribute.zh },
        ]),
      ),
    },
    isPart: false,
    calibrationRequired,
    turnaroundMinutes: 0,
    performance: DEMO_PERFORMANCE[code] ?? null,
  };
}

/** Class by the masses; the classes that need it are insured, by a policy that outlives the demonstration's bookings. */
function droneColumns({ assetCode, drone }: DemoDevice, insuredUntil: string) {
  if (drone === null) return {};
  const droneClass = classByMasses(drone);
  const insured = mustBeInsured(droneClass) && { insurancePolicy: `DEMO-${assetCode}`, insuredUntil };
  return { ...drone, droneClass, ...insured };
}

function modelKey(dji: DjiModelKey | null): string | null {
  return dji && `${dji.domain}-${dji.type}-${dji.subType}`;
}
