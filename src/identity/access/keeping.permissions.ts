import { CASE_ROLES } from './roles.js';

/** How evidence is kept, and when it may go. */
export const KEEPING_PERMISSIONS = {
  'evidence.check': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    summary: 'Have an original read again and compared with its digests',
  },
  'evidence.share': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    summary: 'Make an address under which oneself opens an original for five minutes',
  },
  'integrity.read': {
    roles: ['system_admin', 'audit_admin', 'commander'],
    reach: ['all'],
    summary: 'See sweeps over the originals and what they found: digests, no case content',
  },
  'integrity.manage': {
    roles: ['system_admin'],
    reach: ['all'],
    sees: 'integrity.read',
    summary: 'Begin a sweep, and say why something found stays so',
  },
  'legalHold.read': { roles: CASE_ROLES, reach: ['subtree', 'case'], summary: 'See legal holds on visible evidence' },
  'legalHold.place': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree', 'case'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Put a legal hold on a case or an item',
  },
  'legalHold.release': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Release a legal hold',
  },
  'retention.read': {
    roles: [...CASE_ROLES, 'audit_admin'],
    reach: ['all'],
    summary: 'See how long evidence is kept after its case was closed',
  },
  'retention.manage': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'retention.read',
    summary: 'Say how long evidence is kept, from the first unit only',
  },
  'removal.read': {
    roles: CASE_ROLES,
    reach: ['subtree', 'case'],
    summary: 'See what is due for removal, what was proposed, and what was removed',
  },
  'removal.propose': {
    roles: ['case_handler', 'commander'],
    reach: ['subtree'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Propose to remove an item that is due, or take the proposal back',
  },
  'removal.confirm': {
    roles: ['commander'],
    reach: ['subtree'],
    sees: 'evidence.read',
    writes: true,
    summary: 'Remove an item that another person has proposed to remove',
  },
} as const;
