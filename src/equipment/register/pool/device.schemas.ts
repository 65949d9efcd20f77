import { z } from 'zod';
import { parseBbox } from '../../../geo/index.js';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  period,
  PeriodView,
  periodView,
  PositionView,
  text,
} from '../../../platform/index.js';
import {
  DEVICE_CATEGORIES,
  DEVICE_STATES,
  DRONE_CLASSES,
  LINK_KINDS,
  LOAN_APPROVALS,
  LOAN_SCOPES,
} from '../../equipment.codes.js';
import { WhereaboutsView } from '../../lending/loans/whereabouts.schemas.js';
import { Capabilities } from '../registry/register.schemas.js';
import type { DeviceRow, KindRow } from './device-row.js';
import { PerformanceView } from './performance.js';
import { RegisterView } from './register.view.js';

export const AVAILABILITIES = ['free', 'booked', 'out', 'overdue', 'unavailable'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export const DeviceKindView = z
  .object({
    code: z.string(),
    category: z.enum(DEVICE_CATEGORIES),
    nameZh: z.string(),
    nameEn: z.string(),
    model: z.string(),
    linkKind: z.enum(LINK_KINDS),
    djiModelKeys: z.array(z.string()),
    attributeSchema: z.record(z.string(), z.unknown()).describe('JSON Schema of a device’s attributes'),
    isPart: z.boolean().describe('Goes with other devices, such as a controller or a battery'),
    calibrationRequired: z.boolean(),
    turnaroundMinutes: z.int().describe('Kept free after each booking'),
    capabilities: z.array(z.string()).describe('What every device of the kind can do'),
    countsCycles: z.boolean().describe('Charge cycles and health of its devices are read and kept'),
    performance: PerformanceView.nullable().describe('null: nobody has entered any'),
    version: z.int(),
    deviceCount: z.int(),
  })
  .meta({ id: 'DeviceKind' });

export const DeviceKindPage = pageOf(DeviceKindView).meta({ id: 'DeviceKindPage' });
export const DeviceKindQuery = z.strictObject({
  parts: z.stringbool().default(false).describe('True: kinds of what travels with other devices'),
});

const CustodyNow = z.object({
  id: Id,
  holder: z.object({ id: Id, name: z.string() }).nullable(),
  holderUnitId: Id,
  checkedOutAt: InstantView,
  dueAt: InstantView,
});

export const DeviceView = z
  .object({
    id: Id,
    assetCode: z.string(),
    serial: z.string().nullable(),
    model: z.string(),
    kindCode: z.string(),
    kindNameZh: z.string(),
    kindNameEn: z.string(),
    category: z.enum(DEVICE_CATEGORIES),
    linkKind: z.enum(LINK_KINDS),
    djiModelKey: z.string().nullable(),
    unitId: Id,
    unitName: z.string(),
    state: z.enum(DEVICE_STATES),
    loanScope: z.enum(LOAN_SCOPES),
    loanApproval: z.enum(LOAN_APPROVALS).describe('Whose bookings wait for the owner'),
    droneClass: z.enum(DRONE_CLASSES).nullable().describe('Order 761 art. 62'),
    capabilities: z.array(z.string()).describe('Those of its kind and its own'),
    home: PositionView.nullable(),
    availability: z.enum(AVAILABILITIES).describe('Now'),
    custody: CustodyNow.nullable(),
    partOfId: Id.nullable(),
    version: z.int(),
    redacted: z.boolean().describe('True where attributes and the holder’s name are kept from other units'),
  })
  .meta({ id: 'Device' });

export const DevicePage = pageOf(DeviceView).meta({ id: 'DevicePage' });

export const DeviceFeatures = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.object({
        type: z.literal('Feature'),
        id: Id,
        geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }).nullable(),
        properties: DeviceView,
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeviceFeatures' });

export const DeviceList = z.union([DevicePage, DeviceFeatures]);

export const DeviceDetail = DeviceView.extend({
  ...RegisterView.shape,
  attributes: z.record(z.string(), z.unknown()).nullable(),
  parts: z.array(
    z.object({
      id: Id,
      assetCode: z.string(),
      serial: z.string().nullable(),
      model: z.string(),
      kindCode: z.string(),
      state: z.enum(DEVICE_STATES),
      cycleCount: z.int().nullable().describe('Charge cycles of a battery'),
      healthPercent: z.int().nullable(),
    }),
  ),
  busy: z.array(PeriodView).describe('When it cannot be had, from now on, soonest first'),
  calibration: z.object({
    state: z.enum(['valid', 'lapsed', 'unknown']),
    certificateNumber: z.string().nullable(),
    dueOn: z.iso.date().nullable(),
  }),
  usedSeconds: z.int(),
  whereabouts: WhereaboutsView.nullable().describe('The last that is known, for the owner, the holder and the case'),
}).meta({ id: 'DeviceDetail' });

const Bbox = z
  .string()
  .max(200)
  .transform((value, context) => {
    const parsed = parseBbox(value);
    if (parsed.ok) return parsed.bbox;
    context.addIssue({ code: 'custom', message: parsed.code });
    return z.NEVER;
  })
  .describe('minLon,minLat,maxLon,maxLat');

/** By what devices are chosen, in every query. */
export const deviceFilterFields = {
  kind: z.string().max(50).optional().describe('Kind code'),
  category: z.enum(DEVICE_CATEGORIES).optional(),
  unit: Id.optional().describe('Owner'),
  below: z.stringbool().default(false).describe('With unit: also the units below it'),
  state: z.enum(DEVICE_STATES).optional(),
  capability: z
    .string()
    .max(400)
    .transform((list) => list.split(','))
    .pipe(Capabilities)
    .optional()
    .describe('What it can do, several with commas'),
  q: text(100).optional(),
  bbox: Bbox.optional(),
  freeFrom: Instant.optional(),
  freeTo: Instant.optional(),
  parts: z.stringbool().default(false),
};

export function bothEnds({ freeFrom, freeTo }: { freeFrom?: Date; freeTo?: Date }): boolean {
  return (freeFrom === undefined) === (freeTo === undefined) && !(freeFrom && freeTo && freeFrom >= freeTo);
}

export const WHOLE_PERIOD = { error: 'give both freeFrom and freeTo, in this order', path: ['freeTo'] };

export const DeviceQuery = PageQuery.extend({
  ...deviceFilterFields,
  f: z.enum(['json', 'geojson']).default('json'),
}).refine(bothEnds, WHOLE_PERIOD);

export function toKindView({ id: _id, djiModelKeys, capabilities, ...row }: KindRow): z.input<typeof DeviceKindView> {
  return { ...row, djiModelKeys: [...djiModelKeys], capabilities: [...capabilities] };
}

export function availabilityOf(row: DeviceRow, now: Date): Availability {
  if (row.dueAt) return row.dueAt <= now ? 'overdue' : 'out';
  if (row.state !== 'in_service') return 'unavailable';
  return row.booked ? 'booked' : 'free';
}

/** `party`: the owner, the holder's unit, those above them, members of the case it is out for. */
export function toDeviceView(row: DeviceRow, unitName: string, party: boolean, now: Date): z.input<typeof DeviceView> {
  return {
    id: row.id,
    assetCode: row.assetCode,
    serial: row.serial,
    model: row.model,
    kindCode: row.kindCode,
    kindNameZh: row.nameZh,
    kindNameEn: row.nameEn,
    category: row.category,
    linkKind: row.linkKind,
    djiModelKey: row.djiModelKey,
    unitId: row.unitId,
    unitName,
    state: row.state,
    loanScope: row.loanScope,
    loanApproval: row.loanApproval,
    droneClass: row.droneClass,
    capabilities: [...row.capabilities],
    home: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
    availability: availabilityOf(row, now),
    custody: custodyNow(row, party),
    partOfId: row.partOfId,
    version: row.version,
    redacted: !party,
  };
}

function custodyNow(row: DeviceRow, party: boolean): z.input<typeof CustodyNow> | null {
  const { custodyId: id, holderId, holderName, holderUnitId, checkedOutAt, dueAt } = row;
  if (!id || !holderId || !holderUnitId || !checkedOutAt || !dueAt) return null;
  const holder = party ? { id: holderId, name: holderName ?? '' } : null;
  return { id, holder, holderUnitId, checkedOutAt: checkedOutAt.toISOString(), dueAt: dueAt.toISOString() };
}

export function toDeviceFeature(view: z.input<typeof DeviceView>) {
  const { id, home } = view;
  const geometry = home && { type: 'Point' as const, coordinates: [home.lon, home.lat] as [number, number] };
  return { type: 'Feature' as const, id, geometry, properties: view };
}

export function toBusy(ranges: readonly string[]): z.input<typeof PeriodView>[] {
  return ranges.map((range) => periodView(period(range)));
}
