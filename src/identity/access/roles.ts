export const TIERS = ['province', 'city', 'county'] as const;
export type Tier = (typeof TIERS)[number];

/** Roles that work on cases and devices. */
export const WORKING_ROLES = [
  'field_officer',
  'pilot',
  'tester',
  'case_handler',
  'equipment_manager',
  'commander',
] as const;

/** Those of them who work on case content. */
export const CASE_ROLES: readonly Role[] = ['field_officer', 'pilot', 'tester', 'case_handler', 'commander'];

/** Three administrators kept apart; none of them reads case content. */
export const ADMINISTRATOR_ROLES = ['system_admin', 'security_admin', 'audit_admin'] as const;

export const ROLES = [...WORKING_ROLES, ...ADMINISTRATOR_ROLES] as const;
export type Role = (typeof ROLES)[number];
