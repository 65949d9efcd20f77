import { z } from 'zod';
import { text } from '../../../platform/index.js';
import { ChangeVersion, DeviceIds } from '../bookings/booking.schemas.js';

const Some = DeviceIds.min(1).optional().describe('Only these of the devices asked for; else all that are one’s own');

export const LoanApprove = z
  .strictObject({ reason: text(500).optional(), deviceIds: Some, version: ChangeVersion })
  .default({})
  .meta({ id: 'LoanApprove' });

export const LoanRefuse = z
  .strictObject({ reason: text(500), deviceIds: Some, version: ChangeVersion })
  .meta({ id: 'LoanRefuse' });
