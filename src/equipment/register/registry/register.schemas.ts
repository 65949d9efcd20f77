import { z } from 'zod';
import { text } from '../../../platform/index.js';

/** Shapes that kinds and devices share. */

const unique = (items: readonly string[]): boolean => new Set(items).size === items.length;

export const Capability = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'must be lower-case letters, digits or -' })
  .describe('Such as thermal, zoom, rtk, cod, ammonia');

export const Capabilities = z.array(Capability).max(40).refine(unique, { error: 'names a capability twice' });

export const KindCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,49}$/, { error: 'must be 2 to 50 lower-case letters, digits or -' });

export const DjiModelKey = z
  .string()
  .regex(/^[0-9]{1,5}-[0-9]{1,5}-[0-9]{1,5}$/, { error: 'must be domain-type-subType, such as 0-77-1' });

export const Model = text(200);

/** What the caller last read; the change is refused when it is not the present one. */
export const Version = z.int().min(1).max(2_147_483_647).describe('As last read; or send it as If-Match');
