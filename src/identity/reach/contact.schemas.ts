import { z } from 'zod';
import { Id } from '../../platform/index.js';

const Mobile = z
  .string()
  .max(40)
  .transform((value) => value.replace(/[ -]/g, ''))
  .pipe(z.string().regex(/^\+?[0-9]{5,20}$/, { error: 'digits, spaces and dashes, with + in front at most' }));

export const ContactInput = z
  .strictObject({ mobile: Mobile.nullable(), email: z.email().max(254).nullable() })
  .meta({ id: 'ContactInput' });

export const ContactView = z
  .object({ userId: Id, mobile: z.string().nullable(), email: z.string().nullable() })
  .meta({ id: 'Contact' });
