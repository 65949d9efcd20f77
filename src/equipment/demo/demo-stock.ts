import { addDays } from '../../platform/index.js';
import { hash32 } from './demo.pattern.js';
import type { DemoDevice } from './demo-pool.js';
import { DEMO_KINDS } from './demo-pool.js';

/** A consumable that an instrument uses up; `measure` is what one piece of its quantity is. */
export interface DemoKitKind {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly measure: 'test' | 'bottle' | 'bag';
  /** The kind of instrument it feeds. */
  readonly deviceKindCode: string;
  readonly shelfLifeDays: number;
  readonly quantityPerDevice: number;
  /** How long it is good once it is opened. */
  readonly openLifeDays?: number;
  readonly storage?: readonly [minCelsius: number, maxCelsius: number];
}

export interface DemoLot {
  readonly kitCode: string;
  readonly unitId: string;
  readonly lotNumber: string;
  /** Last usable day, `YYYY-MM-DD`. */
  readonly expiresOn: string;
  readonly quantity: number;
  /** Dates in China. */
  readonly receivedOn: string;
  readonly openedOn: string | null;
}

export interface DemoCertificate {
  readonly assetCode: string;
  readonly certificateNumber: string;
  readonly doneOn: string;
  readonly dueOn: string;
}

function kit(
  code: string,
  names: readonly [zh: string, en: string],
  deviceKindCode: string,
  figures: readonly [measure: DemoKitKind['measure'], shelfLifeDays: number, quantityPerDevice: number],
  care: Pick<DemoKitKind, 'openLifeDays' | 'storage'> = {},
): DemoKitKind {
  const [measure, shelfLifeDays, quantityPerDevice] = figures;
  return { code, zh: names[0], en: names[1], measure, deviceKindCode, shelfLifeDays, quantityPerDevice, ...care };
}

export const DEMO_KIT_KINDS: readonly DemoKitKind[] = [
  kit('cod-vials', ['COD预制试剂', 'COD reagent vials'], 'water-photometer', ['test', 730, 50]),
  kit('ammonia-reagent', ['氨氮试剂', 'Ammonia nitrogen reagent'], 'water-photometer', ['test', 540, 50]),
  kit('phosphorus-reagent', ['总磷试剂', 'Total phosphorus reagent'], 'water-photometer', ['test', 540, 50]),
  kit('nitrogen-reagent', ['总氮试剂', 'Total nitrogen reagent'], 'water-photometer', ['test', 540, 25]),
  kit('ph-buffer', ['pH缓冲液', 'pH buffer solution'], 'water-multi-parameter', ['bottle', 365, 6], {
    openLifeDays: 60,
    storage: [5, 30],
  }),
  kit('metal-electrolyte', ['重金属电解液', 'Heavy metal electrolyte'], 'water-heavy-metal', ['test', 365, 40]),
  kit('pesticide-card', ['农药残留速测卡', 'Pesticide residue card'], 'food-analyser', ['test', 540, 100]),
  kit('veterinary-card', ['兽药残留检测卡', 'Veterinary drug residue card'], 'food-analyser', ['test', 365, 40], {
    storage: [2, 8],
  }),
  kit('additive-reagent', ['添加剂检测试剂', 'Food additive reagent'], 'food-analyser', ['test', 365, 40]),
  kit('atp-swab', ['ATP采样拭子', 'ATP swab'], 'atp-luminometer', ['test', 365, 100], { storage: [2, 8] }),
  kit('soil-bag', ['土壤采样袋', 'Soil sample bag'], 'soil-sampling-set', ['bag', 1825, 50]),
];

/** A stock is this far through its shelf life at most, so that nearly everything is good for months. */
const USED_SHELF_SHARE = 0.5;

function lotOf(kitKind: DemoKitKind, unitId: string, salt: string, agedDays: number, today: string): DemoLot {
  const madeOn = addDays(today, -agedDays);
  const run = String(hash32(`${kitKind.code}:${salt}`) % 100).padStart(2, '0');
  return {
    kitCode: kitKind.code,
    unitId,
    lotNumber: `${madeOn.replaceAll('-', '').slice(2)}-${run}`,
    expiresOn: addDays(madeOn, kitKind.shelfLifeDays),
    quantity: kitKind.quantityPerDevice,
    receivedOn: madeOn,
    openedOn: null,
  };
}

/** The first owner of this kit has opened its lot some days ago. */
const OPENED_KIT = 'ph-buffer';
const OPENED_DAYS_AGO = 10;

/** The first owner of this kit wants more of it than it has. */
export const LOW_KIT = 'atp-swab';

/**
 * Kits beside every instrument that uses them, in the instrument's own unit: one lot of each kit kind a device. The
 * first owner of each kit kind also holds a lot that has expired, as store rooms do.
 * @param today date in China, `YYYY-MM-DD`
 */
export function demoLots(devices: readonly DemoDevice[], today: string): DemoLot[] {
  return DEMO_KIT_KINDS.flatMap((kitKind) => {
    const users = devices.filter((device) => device.kindCode === kitKind.deviceKindCode);
    const fresh = users.map(({ unitId, assetCode }) => {
      const aged = hash32(`${kitKind.code}@${assetCode}`) % Math.floor(kitKind.shelfLifeDays * USED_SHELF_SHARE);
      return lotOf(kitKind, unitId, assetCode, aged, today);
    });
    const first = users[0];
    if (first === undefined) return fresh;
    const opened = kitKind.code === OPENED_KIT ? openedOnce(fresh, addDays(today, -OPENED_DAYS_AGO)) : fresh;
    return [...opened, lotOf(kitKind, first.unitId, `${first.assetCode}:expired`, kitKind.shelfLifeDays + 20, today)];
  });
}

function openedOnce(lots: readonly DemoLot[], on: string): DemoLot[] {
  const first = lots.find(({ receivedOn }) => receivedOn <= on);
  return lots.map((lot) => (lot === first ? { ...lot, openedOn: on } : lot));
}

const CERTIFICATE_DAYS = 365;
const LONGEST_AGE_DAYS = 60;
const SOON_DUE_AGE_DAYS = CERTIFICATE_DAYS - 14;

/**
 * A certificate of one year for every device whose kind needs one, done within the last two months. The last device
 * of each such kind is due in a fortnight, so that warnings and refusals have something to show.
 * @param today date in China, `YYYY-MM-DD`
 */
export function demoCertificates(devices: readonly DemoDevice[], today: string): DemoCertificate[] {
  return DEMO_KINDS.filter((kind) => kind.calibrationRequired === true).flatMap((kind) => {
    const owned = devices.filter((device) => device.kindCode === kind.code);
    return owned.map(({ assetCode }, nth) => {
      const soon = nth === owned.length - 1 && owned.length > 1;
      const age = soon ? SOON_DUE_AGE_DAYS : hash32(assetCode) % LONGEST_AGE_DAYS;
      const doneOn = addDays(today, -age);
      return {
        assetCode,
        certificateNumber: `DEMO-${doneOn.slice(0, 4)}-${assetCode}`,
        doneOn,
        dueOn: addDays(doneOn, CERTIFICATE_DAYS),
      };
    });
  });
}
