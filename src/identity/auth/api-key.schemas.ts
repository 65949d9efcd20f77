import { z } from 'zod';
import { Id, Instant, InstantView, text } from '../../platform/index.js';
import { type Permission, PERMISSIONS } from '../access/permissions.js';
import type { ApiKeyRow } from './api-key.repository.js';

const PermissionName = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);

export const ApiKeyView = z
  .object({
    id: Id,
    userId: Id,
    name: z.string(),
    permissions: z.array(z.string()),
    createdAt: InstantView,
    expiresAt: InstantView,
    revokedAt: InstantView.nullable(),
  })
  .meta({ id: 'ApiKey' });
export const ApiKeyList = z.object({ items: z.array(ApiKeyView), nextCursor: z.null() }).meta({ id: 'ApiKeyList' });
export const ApiKeyCreated = ApiKeyView.extend({ key: z.string().describe('Shown once') }).meta({
  id: 'ApiKeyCreated',
});
export const ApiKeyCreate = z
  .strictObject({
    userId: Id.optional().describe('The own account; nobody makes keys for others'),
    name: text(100),
    permissions: z.array(PermissionName).min(1),
    expiresAt: Instant.describe('Within two years'),
  })
  .meta({ id: 'ApiKeyCreate' });

export function toApiKeyView(row: ApiKeyRow): z.input<typeof ApiKeyView> {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
