import { z } from 'zod';
import { Id, PageQuery, pageOf, text } from '../../platform/index.js';
import { ROLES, TIERS } from '../access/roles.js';
import type { Unit } from '../units/unit.entity.js';
import { type AppUser, USER_STATES } from './app-user.entity.js';

export const UnitView = z
  .object({
    id: Id,
    parentId: Id.nullable(),
    tier: z.enum(TIERS),
    adcode: z.string().nullable(),
    name: z.string(),
    lon: z.number().nullable(),
    lat: z.number().nullable(),
  })
  .meta({ id: 'Unit' });

export const UserView = z
  .object({
    id: Id,
    username: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    state: z.enum(USER_STATES),
    unit: z.object({ id: Id, name: z.string(), tier: z.enum(TIERS), adcode: z.string().nullable() }),
  })
  .meta({ id: 'User' });

export const UserPage = pageOf(UserView).meta({ id: 'UserPage' });

export const UserQuery = PageQuery.extend({
  unitId: Id.optional(),
  role: z.enum(ROLES).optional(),
  q: text(100).optional(),
});

export const Username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,40}$/i, { error: '3 to 41 letters, digits, dot, dash, underscore' });

export const UserCreate = z
  .strictObject({ username: Username, displayName: text(100), unitId: Id, roles: z.array(z.enum(ROLES)).min(1).max(6) })
  .meta({ id: 'UserCreate' });

export const UserCreated = UserView.extend({ passwordLink: z.string() }).meta({ id: 'UserCreated' });

export const PasswordLink = z.object({ passwordLink: z.string() }).meta({ id: 'PasswordLink' });

export const UserPatch = z
  .strictObject({
    displayName: text(100).optional(),
    unitId: Id.optional(),
    roles: z.array(z.enum(ROLES)).min(1).max(6).optional(),
    state: z.enum(USER_STATES).optional(),
  })
  .meta({ id: 'UserPatch' });

export function toUserView(user: AppUser, unit: Unit): z.input<typeof UserView> {
  const { id, username, displayName, roles, state } = user;
  return {
    id,
    username,
    displayName,
    roles,
    state,
    unit: { id: unit.id, name: unit.name, tier: unit.tier, adcode: unit.adcode },
  };
}
