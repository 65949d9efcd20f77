import { ADMINISTRATOR_ROLES, type Role } from './roles.js';

/** Separation of the three administrators: each stands alone, and none also works on cases. */
export function combinable(roles: readonly Role[]): boolean {
  const administrators = roles.filter((role) => (ADMINISTRATOR_ROLES as readonly string[]).includes(role));
  return administrators.length === 0 || roles.length === 1;
}
