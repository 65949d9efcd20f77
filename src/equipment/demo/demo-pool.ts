import { AIRBORNE_KINDS } from './demo-airborne.kinds.js';
import type { DealUnit, Wishes } from './demo-deal.js';
import { deal } from './demo-deal.js';
import { GROUND_KINDS } from './demo-ground.kinds.js';
import type { DemoKind, DemoModel, DjiModelKey } from './demo.kind.js';
import { fillPattern, hash32 } from './demo.pattern.js';
import type { DeviceCategory, IdentityReporting } from '../equipment.codes.js';

export type DemoTier = 'province' | 'city' | 'county';

export interface DemoUnit extends DealUnit {
  readonly tier: DemoTier;
  /** The unit's label point, WGS-84; null for a unit without a polygon. */
  readonly label: { readonly lon: number; readonly lat: number } | null;
}

export interface DemoPart {
  readonly assetCode: string;
  readonly kindCode: string;
  readonly model: string;
  readonly serial: string;
  readonly dji: DjiModelKey | null;
  /** Charge cycles and remaining capacity of a battery. */
  readonly wear: { readonly cycleCount: number; readonly healthPercent: number } | null;
}

/** What only drones have in the register. */
export interface DemoDrone {
  readonly uomRegistration: string;
  readonly productIdCode: string;
  readonly emptyMassGrams: number;
  readonly maxTakeoffMassGrams: number;
  readonly reportsIdentity: IdentityReporting | null;
}

export interface DemoDevice {
  readonly assetCode: string;
  readonly kindCode: string;
  readonly unitId: string;
  readonly model: string;
  readonly serial: string | null;
  /** What travels with it and is registered, but not lent, by itself. */
  readonly parts: readonly DemoPart[];
  readonly dji: DjiModelKey | null;
  readonly drone: DemoDrone | null;
  readonly home: { readonly lon: number; readonly lat: number } | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** The 32 kinds of the demonstration pool, 426 devices in all. */
export const DEMO_KINDS: readonly DemoKind[] = [...AIRBORNE_KINDS, ...GROUND_KINDS];

/** Kinds of what travels with a device of the pool: registered with serial and secret of its own, lent with the device. */
export const DEMO_PART_KINDS = [
  { code: 'remote-controller', zh: '遥控器', en: 'Remote controller', model: '遥控器', link: 'live' },
  { code: 'dock', zh: '机场', en: 'Dock', model: 'DJI Dock 2', link: 'live' },
  {
    code: 'battery-tb65',
    zh: '飞行电池 TB 系列',
    en: 'Flight battery, TB series',
    model: 'DJI TB60/TB65',
    link: 'none',
  },
  { code: 'battery-mavic-3', zh: '飞行电池 Mavic 3', en: 'Flight battery, Mavic 3', model: 'DJI BWX260', link: 'none' },
] as const;

const MOST_BATTERIES = 10;

const TIERS: readonly DemoTier[] = ['province', 'city', 'county'];

const CODE_OF_CATEGORY: Readonly<Record<DeviceCategory, string>> = {
  uav: 'UAV',
  payload: 'PLD',
  boat: 'BOT',
  water: 'WTR',
  soil: 'SOL',
  air_noise: 'AIR',
  food: 'FUD',
  record_measure: 'REC',
};

/** Dongguang county (130923) and its city Cangzhou (130900) can film a drain and test its water on their own. */
const WISHES: Wishes = {
  '130923': ['mavic-3t', 'water-photometer'],
  '130900': ['mavic-3t', 'water-photometer', 'water-multi-parameter'],
};

interface Placement {
  readonly unit: DemoUnit;
  readonly kindCode: string;
}

function placeTier(tier: DemoTier, units: readonly DemoUnit[]): Placement[] {
  const seats = units.filter((unit) => unit.tier === tier);
  if (seats.length === 0) throw new RangeError(`the demonstration pool needs a unit of tier ${tier}`);
  const byId = new Map(seats.map((unit) => [unit.unitId, unit]));
  const codes = DEMO_KINDS.flatMap((kind) => Array<string>(kind.owned[tier]).fill(kind.code));
  return deal(codes, seats, WISHES).flatMap((hand) => {
    const unit = byId.get(hand.unit.unitId);
    return unit === undefined ? [] : hand.codes.map((kindCode) => ({ unit, kindCode }));
  });
}

function makeGateway({ gateway }: DemoModel, assetCode: string, number: number): DemoPart[] {
  if (gateway === undefined) return [];
  const { kindCode, name, dji, serial } = gateway;
  const suffix = kindCode === 'dock' ? 'D' : 'RC';
  return [
    {
      assetCode: `${assetCode}-${suffix}`,
      kindCode,
      model: name,
      serial: fillPattern(serial, number),
      dji: dji ?? null,
      wear: null,
    },
  ];
}

function makeBatteries({ batteries }: DemoKind, assetCode: string, number: number): DemoPart[] {
  if (batteries === undefined) return [];
  const { kindCode, name, count, serial } = batteries;
  return Array.from({ length: count }, (_, nth) => {
    const cycleCount = hash32(`${assetCode}:battery:${nth}`) % 240;
    return {
      assetCode: `${assetCode}-B${nth + 1}`,
      kindCode,
      model: name,
      serial: fillPattern(serial, number * MOST_BATTERIES + nth),
      dji: null,
      wear: { cycleCount, healthPercent: 100 - Math.round(cycleCount / 12) },
    };
  });
}

/** Old aircraft do not report who they are; of the others nobody has looked at every fifth yet. */
function reportingOf({ link }: DemoKind, number: number): IdentityReporting | null {
  if (link !== 'live') return 'no';
  return number % 5 === 0 ? null : 'yes';
}

function makeDrone({ masses }: DemoModel, kind: DemoKind, number: number): DemoDrone | null {
  if (masses === undefined) return null;
  return {
    uomRegistration: fillPattern(`UAS${kind.code.toUpperCase().replace(/[^A-Z0-9]/g, '')}####????`, number),
    productIdCode: fillPattern(`1581${kind.code.toUpperCase().replace(/[^A-Z0-9]/g, '')}########????`, number),
    emptyMassGrams: masses.emptyGrams,
    maxTakeoffMassGrams: masses.takeoffGrams,
    reportsIdentity: reportingOf(kind, number),
  };
}

function makeDevice(kind: DemoKind, unit: DemoUnit, nth: number, codeNumber: number): DemoDevice {
  const model = kind.models[nth % kind.models.length] ?? kind.models[0];
  const number = nth + 1;
  const values = kind.attributes.map(({ key, demo }) => [
    key,
    typeof demo === 'string' ? fillPattern(demo, number) : demo,
  ]);
  const assetCode = `HB-${CODE_OF_CATEGORY[kind.category]}-${String(codeNumber).padStart(4, '0')}`;
  return {
    assetCode,
    kindCode: kind.code,
    unitId: unit.unitId,
    model: model.name,
    serial: model.serial === null ? null : fillPattern(model.serial, number),
    parts: [...makeGateway(model, assetCode, number), ...makeBatteries(kind, assetCode, number)],
    dji: model.dji ?? null,
    drone: makeDrone(model, kind, number),
    home: unit.label,
    attributes: Object.fromEntries(values) as DemoDevice['attributes'],
  };
}

/**
 * Spreads the 426 devices over the units: the same units give the same pool, whatever their order.
 * With Hebei's 180 units the province owns 24, each of 12 city units 10, each county 1 or 2.
 * @throws RangeError when a tier has no unit
 */
export function spreadDemoPool(units: readonly DemoUnit[]): DemoDevice[] {
  const placements = TIERS.flatMap((tier) => placeTier(tier, units));
  const numbers = new Map<DeviceCategory, number>();
  return DEMO_KINDS.flatMap((kind) =>
    placements
      .filter((placement) => placement.kindCode === kind.code)
      .map(({ unit }, nth) => {
        const codeNumber = (numbers.get(kind.category) ?? 0) + 1;
        numbers.set(kind.category, codeNumber);
        return makeDevice(kind, unit, nth, codeNumber);
      }),
  );
}
