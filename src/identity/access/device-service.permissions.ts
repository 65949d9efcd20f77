import type { PermissionRule } from './permissions.js';
import { CASE_ROLES, WORKING_ROLES } from './roles.js';

/** Rows of the table of permissions: what people may ask of devices over the air, by how much harm it can do. */
export const DEVICE_SERVICE_PERMISSIONS = {
  'deviceService.read': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case', 'self'],
    summary: 'See what a device was asked to do, and what it answered and announced',
  },
  'deviceService.call': {
    roles: ['pilot', 'field_officer', 'commander'],
    reach: ['subtree', 'case', 'self'],
    sees: 'deviceService.read',
    writes: true,
    summary: 'Ask a device for live pictures, photos and camera settings; flying needs more',
  },
  'deviceFlight.command': {
    roles: ['pilot', 'field_officer', 'commander'],
    reach: ['self'],
    sees: 'deviceService.read',
    writes: true,
    summary: 'Send a device that one holds home, and run its flight tasks',
  },
  'deviceFlight.commandOfOthers': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'deviceService.read',
    writes: true,
    summary: 'Send a device that another holds, or nobody, home, and run its flight tasks',
  },
  'deviceHealth.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case', 'self'],
    sees: 'device.list',
    summary: 'See what a device warns of about itself',
  },
} as const satisfies Record<string, PermissionRule>;
