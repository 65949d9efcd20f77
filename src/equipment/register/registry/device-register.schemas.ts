import { z } from 'zod';
import { Day, Id, period, PeriodView, periodView, PositionInput, text } from '../../../platform/index.js';
import {
  DEVICE_STATES,
  DRONE_CLASSES,
  IDENTITY_REPORTING,
  LINK_KINDS,
  LOAN_APPROVALS,
  LOAN_SCOPES,
} from '../../equipment.codes.js';
import { BOOKING_STATES } from '../../lending/bookings/booking.rules.js';
import { LABEL_FORM } from '../blank-labels/label-code.rules.js';
import { DeviceDetail } from '../pool/device.schemas.js';
import { Attributes } from './attribute-schema.js';
import type { AffectedBookingRow } from './register.repository.js';
import { Capabilities, DjiModelKey, KindCode, Model, Version } from './register.schemas.js';

const MOST_GRAMS = 2_000_000_000;
const MOST_CENTS = 100_000_000_000;

const isNoLabelCode = (code: string): boolean => !LABEL_FORM.test(code);
const IS_LABEL_CODE = { error: 'has the form of a label printed ahead: register the device, then claim the label' };

export const AssetCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/, { error: 'must be 2 to 40 letters, digits, dots, - or _' })
  .refine(isNoLabelCode, IS_LABEL_CODE);
const Serial = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, { error: 'must be 2 to 64 letters, digits, dots, - or _' })
  .refine(isNoLabelCode, IS_LABEL_CODE);
const Grams = z.int().min(1).max(MOST_GRAMS);

/** What a device may lack: absent on a change leaves it, null takes it away. */
const optional = {
  serial: Serial.nullable(),
  djiModelKey: DjiModelKey.nullable(),
  linkKind: z.enum(LINK_KINDS).nullable().describe('Where it differs from that of the kind'),
  productIdCode: text(64).nullable().describe('Unique product identification code (Order 761 art. 9)'),
  uomRegistration: text(64).nullable().describe('Real-name registration number (art. 10)'),
  droneClass: z.enum(DRONE_CLASSES).nullable().describe('By art. 62; from the masses when it is not given'),
  reportsIdentity: z
    .enum(IDENTITY_REPORTING)
    .nullable()
    .describe('Whether it reports who it is to the national platform; null: not recorded'),
  emptyMassGrams: Grams.nullable(),
  maxTakeoffMassGrams: Grams.nullable(),
  firmware: text(100).nullable(),
  insurancePolicy: text(100).nullable(),
  insuredUntil: Day.nullable().describe('Last day of cover in China, that day included'),
  purchasedOn: Day.nullable(),
  priceCents: z.int().min(0).max(MOST_CENTS).nullable().describe('Hundredths of a yuan'),
  home: PositionInput.nullable().describe('Absent when registering: the place of the unit'),
};

const required = {
  unitId: Id.describe('The owner'),
  assetCode: AssetCode,
  model: Model,
  capabilities: Capabilities.describe('Beyond those of the kind'),
  loanScope: z.enum(LOAN_SCOPES),
  loanApproval: z.enum(LOAN_APPROVALS).describe('other_units: bookings from outside the owner’s own line wait for it'),
  attributes: Attributes.describe('By the schema of the kind; a change replaces them all'),
};

export const DeviceCreate = z
  .strictObject({
    ...required,
    ...z.strictObject(optional).partial().shape,
    kindCode: KindCode,
    unitId: required.unitId.optional().describe('The owner; your own unit when absent'),
    model: Model.optional().describe('That of the kind when absent'),
    capabilities: required.capabilities.default([]),
    loanScope: required.loanScope.default('whole_province'),
    loanApproval: required.loanApproval.default('none'),
    attributes: required.attributes.default({}),
  })
  .meta({ id: 'DeviceCreate' });

export const DeviceChange = z
  .strictObject({ ...required, ...optional, version: Version })
  .partial()
  .refine((change) => Object.keys(change).some((key) => key !== 'version'), { error: 'changes nothing' })
  .meta({ id: 'DeviceChange' });

export const DeviceKindCorrection = z
  .strictObject({
    kindCode: KindCode,
    reason: text(500),
    attributes: Attributes.optional().describe('By the schema of the right kind; those it has when absent'),
    droneClass: z.enum(DRONE_CLASSES).optional().describe('Where the right kind is a drone'),
    model: Model.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'DeviceKindCorrection' });

export const DeviceStateChange = z
  .strictObject({ state: z.enum(DEVICE_STATES), reason: text(500), version: Version.optional() })
  .meta({ id: 'DeviceStateChange' });

export const AffectedBooking = z.object({
  bookingId: Id,
  unitId: Id,
  unitName: z.string(),
  during: PeriodView,
  state: z.enum(BOOKING_STATES),
});

export const DeviceStateView = DeviceDetail.extend({
  affectedBookings: z
    .array(AffectedBooking)
    .describe('Running and future bookings that the device will not serve, soonest first'),
}).meta({ id: 'DeviceStateAnswer' });

export function toAffectedBooking(row: AffectedBookingRow, unitName: string): z.input<typeof AffectedBooking> {
  const { bookingId, unitId, during, state } = row;
  return { bookingId, unitId, unitName, during: periodView(period(during)), state };
}
