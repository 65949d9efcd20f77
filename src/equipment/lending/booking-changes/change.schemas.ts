import { z } from 'zod';
import { Id, Instant, text } from '../../../platform/index.js';
import { BookedPeriod, ChangeVersion, DeviceIds } from '../bookings/booking.schemas.js';

const given = (...fields: readonly unknown[]): number => fields.filter((field) => field !== undefined).length;

const isEachOnce = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

export const BookingConfirm = z.strictObject({ version: ChangeVersion }).default({}).meta({ id: 'BookingConfirm' });

export const BookingExtend = z
  .strictObject({ to: Instant.describe('The new end'), version: ChangeVersion })
  .meta({ id: 'BookingExtend' });

const Replace = z
  .array(z.strictObject({ deviceId: Id, by: Id }))
  .min(1)
  .max(50)
  .refine((swaps) => isEachOnce(swaps.map(({ deviceId }) => deviceId)) && isEachOnce(swaps.map(({ by }) => by)), {
    error: 'names a device twice',
  })
  .describe('Puts one device in the place of another');

export const BookingMove = z
  .strictObject({
    during: BookedPeriod.optional(),
    deviceIds: DeviceIds.min(1).optional().describe('The devices it is to have then, those that are out apart'),
    replace: Replace.optional(),
    version: ChangeVersion,
  })
  .refine(({ during, deviceIds, replace }) => given(during, deviceIds, replace) > 0, {
    error: 'changes nothing: give during, deviceIds or replace',
    path: ['during'],
  })
  .refine(({ deviceIds, replace }) => given(deviceIds, replace) < 2, {
    error: 'give deviceIds or replace',
    path: ['replace'],
  })
  .meta({ id: 'BookingMove' });

export const AlternativeAccept = z
  .strictObject({
    deviceId: Id.describe('The device that is affected or was taken over'),
    by: Id.optional().describe('The device to have instead'),
    during: BookedPeriod.optional().describe('The period to have it in instead'),
    version: ChangeVersion,
  })
  .refine(({ by, during }) => given(by, during) > 0, { error: 'give by or during', path: ['by'] })
  .meta({ id: 'AlternativeAccept' });

export const BookingCancel = z
  .strictObject({
    reason: text(500).optional(),
    deviceIds: DeviceIds.min(1).optional().describe('Only these; others may be out'),
    version: ChangeVersion,
  })
  .default({})
  .meta({ id: 'BookingCancel' });
