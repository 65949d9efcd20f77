import { ASSISTANCE_PERMISSIONS } from './assistance.permissions.js';
import { COMMAND_PERMISSIONS } from './command.permissions.js';
import { EVIDENCE_PERMISSIONS } from './evidence.permissions.js';
import { KEEPING_PERMISSIONS } from './keeping.permissions.js';
import { CASE_ROLES, ROLES, type Role, WORKING_ROLES } from './roles.js';
import { TELEMETRY_PERMISSIONS } from './telemetry.permissions.js';

/**
 * How far a permission reaches:
 * `all` every object; `own_unit` objects of the actor's unit; `subtree` those of the unit and of all units
 * below it; `upward` those of a unit above the actor's; `case` and `session` objects of a case or session that the
 * actor is a member of; `self` the actor's own.
 */
export const REACHES = ['all', 'own_unit', 'subtree', 'upward', 'case', 'session', 'self'] as const;
export type Reach = (typeof REACHES)[number];

export interface PermissionRule {
  readonly roles: readonly Role[];
  readonly reach: readonly Reach[];
  /** The reading permission that decides between 404 (not even visible) and 403 (visible, not allowed). */
  readonly sees?: string;
  /** True for writing inside a case or session: a read-only membership does not suffice. */
  readonly writes?: boolean;
  readonly summary: string;
}

const CUSTODIANS: readonly Role[] = [...WORKING_ROLES];
const POOL_READERS: readonly Role[] = [...WORKING_ROLES, 'system_admin'];

/** Roles × verbs: the one table of what anyone may do. docs/generated/permissions.md is made from it. */
export const PERMISSIONS = {
  'me.read': { roles: ROLES, reach: ['self'], summary: 'See one’s own account, roles and unit' },
  'notice.read': { roles: ROLES, reach: ['self'], summary: 'Read what one was told' },
  'unit.list': { roles: ROLES, reach: ['all'], summary: 'See the tree of units' },
  'place.read': { roles: ROLES, reach: ['all'], summary: 'Ask which county a point lies in' },
  'user.list': {
    roles: [...WORKING_ROLES, 'system_admin', 'security_admin'],
    reach: ['all'],
    summary: 'Find people by unit and role',
  },
  'user.manage': {
    roles: ['security_admin'],
    reach: ['subtree'],
    sees: 'user.list',
    summary: 'Create, suspend and change accounts',
  },
  'qualification.read': {
    roles: WORKING_ROLES,
    reach: ['self', 'subtree'],
    summary: 'See licences and trainings',
  },
  'qualification.manage': {
    roles: ['equipment_manager', 'commander'],
    reach: ['subtree'],
    sees: 'qualification.read',
    summary: 'Record and withdraw licences and trainings',
  },
  'unitCertificate.read': { roles: WORKING_ROLES, reach: ['all'], summary: 'See operating certificates of units' },
  'unitCertificate.manage': {
    roles: ['equipment_manager', 'commander'],
    reach: ['subtree'],
    sees: 'unitCertificate.read',
    summary: 'Record and withdraw operating certificates of units',
  },
  'absence.read': { roles: WORKING_ROLES, reach: ['self', 'subtree'], summary: 'See who is away' },
  'absence.manage': {
    roles: WORKING_ROLES,
    reach: ['self'],
    sees: 'absence.read',
    summary: 'Say when one is away oneself',
  },
  'absence.manageOfOthers': {
    roles: ['equipment_manager', 'commander'],
    reach: ['subtree'],
    sees: 'absence.read',
    summary: 'Say when others are away',
  },
  'roster.read': { roles: WORKING_ROLES, reach: ['all'], summary: 'See who is on duty, with telephone numbers' },
  'roster.manage': {
    roles: ['commander', 'equipment_manager'],
    reach: ['subtree'],
    sees: 'roster.read',
    summary: 'Put people on duty',
  },
  'contact.read': {
    roles: [...WORKING_ROLES, 'security_admin'],
    reach: ['self'],
    sees: 'user.list',
    summary: 'See where one is reached outside the console',
  },
  'contact.readOfOthers': {
    roles: ['commander', 'security_admin'],
    reach: ['subtree'],
    sees: 'user.list',
    summary: 'See where others are reached outside the console',
  },
  'contact.manage': {
    roles: [...WORKING_ROLES, 'security_admin'],
    reach: ['self'],
    sees: 'contact.read',
    summary: 'Say where one is reached outside the console',
  },
  'contact.manageOfOthers': {
    roles: ['security_admin'],
    reach: ['subtree'],
    sees: 'contact.readOfOthers',
    summary: 'Say where others are reached outside the console',
  },
  'apiKey.manage': {
    roles: ['security_admin'],
    reach: ['subtree'],
    sees: 'user.list',
    summary: 'List and revoke API keys',
  },
  'apiKey.create': {
    roles: WORKING_ROLES,
    reach: ['self'],
    sees: 'user.list',
    summary: 'Create an API key that acts for oneself',
  },
  'limit.read': {
    roles: [...WORKING_ROLES, 'system_admin'],
    reach: ['all'],
    summary: 'See limits of standards, how long samples keep, and method cards',
  },
  'limit.manage': {
    roles: ['tester', 'equipment_manager'],
    reach: ['subtree'],
    sees: 'limit.read',
    summary: 'Import limits, set holding times and write method cards, from the first unit only',
  },
  'audit.read': { roles: ['audit_admin'], reach: ['subtree'], summary: 'Read the audit trail' },

  'case.create': {
    roles: ['case_handler', 'commander'],
    reach: ['own_unit'],
    summary: 'Open a case file for the own unit',
  },
  'case.read': { roles: CASE_ROLES, reach: ['subtree', 'case'], summary: 'Read a case file' },
  'case.change': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree', 'case'],
    sees: 'case.read',
    writes: true,
    summary: 'Change a case file and its members',
  },

  'device.list': { roles: POOL_READERS, reach: ['all'], summary: 'See the pool: inventory and free or busy' },
  'device.readParty': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'case'],
    summary: 'See purpose, case and custody notes of a device in use',
  },
  'device.manage': {
    roles: ['equipment_manager'],
    reach: ['subtree'],
    sees: 'device.list',
    writes: true,
    summary: 'Register and change devices, calibrations and lots',
  },
  'checklist.manage': {
    roles: ['equipment_manager'],
    reach: ['subtree'],
    sees: 'device.list',
    writes: true,
    summary: 'Write the checklist of a kind (the province’s)',
  },
  'deviceKind.manage': {
    roles: ['equipment_manager'],
    reach: ['subtree'],
    sees: 'device.list',
    writes: true,
    summary: 'Add and change kinds of devices, from the first unit only',
  },
  'booking.create': { roles: CUSTODIANS, reach: ['own_unit'], summary: 'Book devices for the own unit' },
  'booking.read': { roles: CUSTODIANS, reach: ['subtree', 'case'], summary: 'Read a booking' },
  'booking.change': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree'],
    sees: 'booking.read',
    writes: true,
    summary: 'Cancel or change a booking',
  },
  'booking.decide': {
    roles: ['equipment_manager'],
    reach: ['own_unit', 'subtree'],
    sees: 'booking.read',
    writes: true,
    summary: 'Answer for the owner whether a device is lent',
  },
  'booking.prioritise': {
    roles: ['commander'],
    reach: ['own_unit'],
    summary: 'Give a booking more than the usual priority',
  },
  'booking.preempt': {
    roles: ['commander'],
    reach: ['own_unit'],
    summary: 'Take a period over from a tier below, with a reason',
  },
  'calendar.open': { roles: WORKING_ROLES, reach: ['self'], summary: 'Open a calendar address for oneself' },
  'custody.checkOut': { roles: CUSTODIANS, reach: ['own_unit'], summary: 'Check a device out' },
  'custody.handBack': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree'],
    sees: 'custody.read',
    writes: true,
    summary: 'Hand a device back',
  },
  'custody.read': { roles: CUSTODIANS, reach: ['subtree', 'case'], summary: 'Read who held a device' },
  'equipmentFile.create': {
    roles: WORKING_ROLES,
    reach: ['own_unit'],
    summary: 'Bring in photos and documents of the pool',
  },
  'equipmentFile.read': {
    roles: WORKING_ROLES,
    reach: ['subtree'],
    summary: 'Read photos and documents of the pool, also those of a visible thing',
  },
  'loan.read': { roles: CUSTODIANS, reach: ['subtree'], summary: 'See journeys of devices lent by or to the own unit' },
  'loan.advance': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree'],
    sees: 'loan.read',
    writes: true,
    summary: 'Send and receive lent devices',
  },
  'damage.report': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree'],
    sees: 'device.list',
    writes: true,
    summary: 'Report a damage of a device one’s unit has or owns',
  },
  'damage.read': { roles: CUSTODIANS, reach: ['subtree'], summary: 'See damages of devices one’s unit owns or had' },
  'damage.decide': {
    roles: ['equipment_manager'],
    reach: ['own_unit', 'subtree'],
    sees: 'damage.read',
    writes: true,
    summary: 'Assess, decide on and close a damage of the own unit’s device',
  },
  'media.read': {
    roles: CUSTODIANS,
    reach: ['subtree', 'case', 'self'],
    summary: 'See memory cards, what is on them and who had them',
  },
  'media.use': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree', 'self'],
    sees: 'media.read',
    writes: true,
    summary: 'Register, fill, seal and clear memory cards',
  },
  'lot.list': { roles: POOL_READERS, reach: ['all'], summary: 'See lots of consumables and their expiry' },
  'lot.use': {
    roles: CUSTODIANS,
    reach: ['own_unit', 'subtree'],
    sees: 'lot.list',
    writes: true,
    summary: 'Open lots, write off what was used, lost or damaged, and read the ledger',
  },

  'stockTake.read': {
    roles: WORKING_ROLES,
    reach: ['subtree', 'self'],
    summary: 'Read a stock-take of the unit, of one below it, or that one counts for',
  },
  'stockTake.count': {
    roles: WORKING_ROLES,
    reach: ['self'],
    sees: 'stockTake.read',
    writes: true,
    summary: 'Scan for a stock-take that one was asked to count for',
  },
  'stockTake.manage': {
    roles: ['equipment_manager'],
    reach: ['subtree'],
    sees: 'stockTake.read',
    writes: true,
    summary: 'Begin, change, close and give up a stock-take; declare what is missing lost',
  },

  'airspace.list': { roles: [...WORKING_ROLES, 'system_admin'], reach: ['all'], summary: 'See airspace zones' },
  'airspace.manage': {
    roles: ['commander', 'equipment_manager'],
    reach: ['subtree'],
    sees: 'airspace.list',
    summary: 'Add and withdraw airspace zones',
  },
  'flight.plan': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['own_unit'],
    summary: 'Plan a flight for the own unit',
  },
  'flight.read': { roles: CASE_ROLES, reach: ['subtree', 'case'], summary: 'Read a flight' },
  'flight.readDraft': {
    roles: CASE_ROLES,
    reach: ['own_unit'],
    summary: 'See a flight that is still being drawn; every other permission on flights needs it for a draft',
  },
  'flight.decide': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'flight.read',
    writes: true,
    summary: 'Approve or refuse a flight',
  },
  'flight.change': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['own_unit', 'subtree'],
    sees: 'flight.read',
    writes: true,
    summary: 'Change, carry on or cancel a flight',
  },
  'flight.importWayline': {
    roles: ['pilot', 'field_officer', 'case_handler', 'commander'],
    reach: ['own_unit', 'subtree'],
    sees: 'flight.read',
    writes: true,
    summary: 'Bring in the wayline of a flight',
  },
  'rapidTest.record': {
    roles: ['tester', 'field_officer', 'case_handler'],
    reach: ['own_unit', 'case'],
    sees: 'rapidTest.read',
    writes: true,
    summary: 'Record a rapid test',
  },
  'rapidTest.judge': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree', 'case'],
    sees: 'rapidTest.read',
    writes: true,
    summary: 'Say what one thinks of a rapid test, and ask a laboratory to confirm it',
  },
  'rapidTest.read': { roles: CASE_ROLES, reach: ['subtree', 'case'], summary: 'Read a rapid test' },

  'sample.take': {
    roles: ['tester', 'field_officer', 'case_handler', 'pilot'],
    reach: ['own_unit', 'case'],
    sees: 'sample.read',
    writes: true,
    summary: 'Take a sample',
  },
  'sample.handOver': {
    roles: ['tester', 'field_officer', 'case_handler', 'pilot'],
    reach: ['subtree', 'case', 'self'],
    sees: 'sample.read',
    writes: true,
    summary: 'Write down that a portion of a sample went to the next hand',
  },
  'sample.read': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case', 'self'],
    summary: 'Read a sample and its way from hand to hand, also while one has a portion of it',
  },

  ...ASSISTANCE_PERMISSIONS,

  ...TELEMETRY_PERMISSIONS,

  ...EVIDENCE_PERMISSIONS,
  ...KEEPING_PERMISSIONS,

  ...COMMAND_PERMISSIONS,
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof PERMISSIONS;

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}

/** Permissions that open case content; no administrator may hold one (tested). */
export const CASE_CONTENT: readonly Permission[] = (Object.keys(PERMISSIONS) as Permission[]).filter((name) =>
  /^(case|assistance|evidence|legalHold|removal|session|order|shift|flight|rapidTest|sample|position|live|fence|alarm|booking|custody|equipmentFile|media|deviceService)\.|device\.readParty/.test(
    name,
  ),
);
