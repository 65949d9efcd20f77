import type { PermissionRule } from './permissions.js';
import { CASE_ROLES, WORKING_ROLES } from './roles.js';

/** Rows of the table of permissions: where devices are, what they may be asked over the air, and who lets them in. */
export const TELEMETRY_PERMISSIONS = {
  'position.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case', 'session'],
    summary: 'See live positions and tracks',
  },
  'live.view': {
    roles: WORKING_ROLES,
    reach: ['all'],
    summary: 'Open the live map; frames hold only what position.read allows',
  },
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
  'presence.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case', 'self'],
    sees: 'device.list',
    summary: 'See whether a device is online, and when it came and went',
  },
  'fence.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case', 'session'],
    summary: 'See fences and who may draw them',
  },
  'fence.manage': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['own_unit', 'subtree', 'session'],
    sees: 'fence.read',
    writes: true,
    summary: 'Draw, change and end fences of the own unit, of those below and of sessions',
  },
  'fence.drawForCase': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['case'],
    sees: 'case.read',
    writes: true,
    summary: 'Draw a fence around devices that are out for a case',
  },
  'alarm.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case'],
    summary: 'See what is alarming about devices, and what was done about it; of flights, flight.read decides',
  },
  'alarm.acknowledge': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['own_unit', 'subtree', 'case'],
    sees: 'alarm.read',
    writes: true,
    summary: 'Take note of an alarm, and silence the next ones of its kind for a while',
  },
  'batteryThreshold.set': {
    roles: ['equipment_manager', 'commander', 'pilot'],
    reach: ['subtree'],
    sees: 'device.list',
    writes: true,
    summary: 'Say below which percent the battery of a device is low',
  },
  'credential.issue': {
    roles: ['equipment_manager', 'system_admin'],
    reach: ['subtree'],
    sees: 'device.list',
    summary: 'Issue a device’s broker secret',
  },
  'djiConnection.manage': {
    roles: ['system_admin'],
    reach: ['all'],
    summary: 'Set up how DJI controllers and docks are let in',
  },
  'pilotWorkspace.use': {
    roles: WORKING_ROLES,
    reach: ['own_unit'],
    summary: 'Use the service from DJI Pilot 2, in the workspace of the own unit',
  },
  'pilotLine.open': {
    roles: ['pilot', 'field_officer', 'commander'],
    reach: ['self', 'own_unit', 'case'],
    sees: 'device.list',
    writes: true,
    summary: 'Connect a controller that one holds, or one’s unit or case, from the pilot page',
  },
  'quarantine.read': { roles: ['system_admin'], reach: ['all'], summary: 'Read quarantined broker messages' },
  'quarantine.replay': { roles: ['system_admin'], reach: ['all'], summary: 'Have quarantined messages read again' },
} as const satisfies Record<string, PermissionRule>;
