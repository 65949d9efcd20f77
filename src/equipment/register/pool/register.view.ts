import { z } from 'zod';
import { InstantView } from '../../../platform/index.js';
import { IDENTITY_REPORTING } from '../../equipment.codes.js';
import type { DeviceRecord } from '../registry/register.repository.js';

/** What the register says of a device beyond what lists show. */
export const RegisterView = z.object({
  productIdCode: z.string().nullable(),
  uomRegistration: z.string().nullable(),
  reportsIdentity: z
    .enum(IDENTITY_REPORTING)
    .nullable()
    .describe('Whether it reports who it is to the national platform; null: not recorded'),
  emptyMassGrams: z.int().nullable(),
  maxTakeoffMassGrams: z.int().nullable(),
  firmware: z.string().nullable(),
  insuredUntil: z.iso.date().nullable().describe('Last day of cover in China, that day included'),
  cycleCount: z.int().nullable().describe('Charge cycles at the last reading'),
  healthPercent: z.int().nullable(),
  stateSince: InstantView,
  stateReason: z.string().nullable().describe('For parties only'),
  insurancePolicy: z.string().nullable().describe('For the owner and those above'),
  purchasedOn: z.iso.date().nullable().describe('For the owner and those above'),
  priceCents: z.int().nullable().describe('For the owner and those above'),
});

export interface RegisterReader {
  /** The owner, the holder's unit, those above them, members of the case it is out for. */
  readonly isParty: boolean;
  readonly isOwner: boolean;
}

export function toRegisterView(
  device: DeviceRecord,
  { isParty, isOwner }: RegisterReader,
): z.input<typeof RegisterView> {
  return {
    productIdCode: device.productIdCode,
    uomRegistration: device.uomRegistration,
    reportsIdentity: device.reportsIdentity,
    emptyMassGrams: device.emptyMassGrams,
    maxTakeoffMassGrams: device.maxTakeoffMassGrams,
    firmware: device.firmware,
    insuredUntil: device.insuredUntil,
    cycleCount: device.cycleCount,
    healthPercent: device.healthPercent,
    stateSince: device.stateSince.toISOString(),
    stateReason: isParty ? device.stateReason : null,
    insurancePolicy: isOwner ? device.insurancePolicy : null,
    purchasedOn: isOwner ? device.purchasedOn : null,
    priceCents: isOwner ? device.priceCents : null,
  };
}
