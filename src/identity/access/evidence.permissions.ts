import { CASE_ROLES, ROLES, WORKING_ROLES } from './roles.js';

/** Bringing evidence in, using it and giving it away; what is known of the ground beside it. */
export const EVIDENCE_PERMISSIONS = {
  'evidence.create': {
    roles: CASE_ROLES,
    reach: ['own_unit', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Bring in evidence',
  },
  'evidence.read': { roles: CASE_ROLES, reach: ['subtree', 'case'], summary: 'Read evidence' },
  'evidence.claim': {
    roles: CASE_ROLES,
    reach: ['own_unit', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'State where evidence was made, with a reason',
  },
  'evidence.attach': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Attach evidence to a case',
  },
  'evidence.export': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    summary: 'Export evidence of a case, to be checked by others',
  },

  'evidence.record': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Write and sign on-site records',
  },
  'evidence.seal': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Seal evidence and correct what is sealed',
  },

  'layer.read': { roles: [...WORKING_ROLES, 'system_admin'], reach: ['all'], summary: 'See thematic layers' },
  'catalogue.read': {
    roles: CASE_ROLES,
    reach: ['all'],
    summary: 'Ask by OGC API Features; what it shows is for evidence.read and layer.read to say',
  },
  'layer.manage': {
    roles: ['commander', 'equipment_manager'],
    reach: ['subtree'],
    sees: 'layer.read',
    summary: 'Bring in thematic layers and their versions',
  },

  'log.print': {
    roles: ROLES,
    reach: ['all'],
    summary: 'Print a day’s last head of the transparency log',
  },
} as const;
