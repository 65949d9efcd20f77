import type { PermissionRule } from './permissions.js';
import { WORKING_ROLES } from './roles.js';

/** Rows of the table of permissions: requests for assistance, and the calendar they appear in. */
export const ASSISTANCE_PERMISSIONS = {
  'missionCalendar.read': {
    roles: WORKING_ROLES,
    reach: ['all'],
    summary: 'Open the calendar; it holds only what flight.read, rapidTest.read and assistance.read allow',
  },
  'assistance.ask': {
    roles: ['case_handler', 'commander'],
    reach: ['case'],
    sees: 'case.read',
    writes: true,
    summary: 'Ask a technical department for assistance, for a case one is a member of',
  },
  'assistance.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case', 'self'],
    summary: 'Read an assistance request of the own unit, one below it or a case, asked by or assigned to oneself',
  },
  'assistance.change': {
    roles: ['case_handler', 'commander'],
    reach: ['self', 'case'],
    sees: 'assistance.read',
    writes: true,
    summary: 'Amend or withdraw a request that one asked, or of a case one is a member of',
  },
  'assistance.answer': {
    roles: ['equipment_manager', 'commander'],
    reach: ['own_unit'],
    sees: 'assistance.read',
    writes: true,
    summary: 'Accept, decline or return a request for the technical department that is asked',
  },
  'assistance.assign': {
    roles: ['equipment_manager', 'commander'],
    reach: ['own_unit'],
    sees: 'assistance.read',
    writes: true,
    summary: 'Assign people and devices to a request that the own unit took',
  },
  'assistance.carryOut': {
    roles: WORKING_ROLES,
    reach: ['self', 'own_unit'],
    sees: 'assistance.read',
    writes: true,
    summary: 'Begin, close or give up the work of a request, assigned to oneself or taken by the own unit',
  },
} as const satisfies Record<string, PermissionRule>;
