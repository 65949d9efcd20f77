import type { PermissionRule } from './permissions.js';
import { CASE_ROLES, WORKING_ROLES } from './roles.js';

/** Rows of the table of permissions: command sessions, shifts, and who is told and asked. */
export const COMMAND_PERMISSIONS = {
  'session.create': {
    roles: ['commander', 'case_handler'],
    reach: ['own_unit'],
    summary: 'Open a command session on a visible case',
  },
  'session.read': { roles: CASE_ROLES, reach: ['subtree', 'session'], summary: 'Read a command session' },
  'session.command': {
    roles: CASE_ROLES,
    reach: ['subtree', 'session'],
    sees: 'session.read',
    summary: 'Send a command; the session’s own table decides which',
  },
  'shift.read': {
    roles: CASE_ROLES,
    reach: ['subtree'],
    summary: 'See what goes on in a unit and below, and its shifts',
  },
  'shift.handOver': {
    roles: CASE_ROLES,
    reach: ['own_unit'],
    sees: 'shift.read',
    summary: 'Hand a shift of the own unit over; the roster decides whose it is',
  },
  'shift.answer': {
    roles: CASE_ROLES,
    reach: ['self'],
    sees: 'shift.read',
    summary: 'Take or decline a shift that is handed over to one, or withdraw one’s own offer',
  },
  'escalationPolicy.read': {
    roles: WORKING_ROLES,
    reach: ['all'],
    summary: 'See who is told when orders are overdue',
  },
  'escalationPolicy.manage': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'escalationPolicy.read',
    summary: 'Set who is told when orders are overdue',
  },
  'expert.read': {
    roles: [...WORKING_ROLES, 'system_admin'],
    reach: ['all'],
    summary: 'See the experts and institutions of all units',
  },
  'expert.manage': {
    roles: ['system_admin', 'commander'],
    reach: ['own_unit'],
    sees: 'expert.read',
    summary: 'Enter, change and import experts and institutions of one’s own unit',
  },
  'order.read': { roles: CASE_ROLES, reach: ['self', 'session', 'subtree'], summary: 'Read orders' },
} as const satisfies Record<string, PermissionRule>;
