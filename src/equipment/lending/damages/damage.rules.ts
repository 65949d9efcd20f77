import type { DeviceState } from '../../equipment.codes.js';

export const DAMAGE_STATES = ['reported', 'assessed', 'decided', 'closed'] as const;
export type DamageState = (typeof DAMAGE_STATES)[number];

/** What may follow what. */
export const DAMAGE_MOVES: Readonly<Record<DamageState, readonly DamageState[]>> = {
  reported: ['assessed'],
  assessed: ['decided'],
  decided: ['closed'],
  closed: [],
};

export const SEVERITIES = ['cosmetic', 'limits_use', 'blocks_use'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const DAMAGE_DECISIONS = ['repair', 'write_off', 'no_action', 'charge'] as const;
export type DamageDecision = (typeof DAMAGE_DECISIONS)[number];

export const DAMAGE_SOURCES = ['person', 'checklist'] as const;
export type DamageSource = (typeof DAMAGE_SOURCES)[number];

export function mayMoveDamage(from: DamageState, to: DamageState): boolean {
  return DAMAGE_MOVES[from].includes(to);
}

/** What decides whether a device may be used while a damage is open. */
export interface DamageFacts {
  readonly state: DamageState;
  readonly severity: Severity;
  readonly decision: DamageDecision | null;
}

/** Where the open damages of a device keep it; null where none keeps it from being used. */
export function heldState(damages: readonly DamageFacts[]): Extract<DeviceState, 'quarantined' | 'maintenance'> | null {
  const holding = damages.filter(({ state, severity }) => state !== 'closed' && severity === 'blocks_use');
  if (holding.length === 0) return null;
  return holding.every(({ decision }) => decision === 'repair') ? 'maintenance' : 'quarantined';
}

const LONGEST_WORDS = 60;

/** Why a device is out of service for a damage, in the words of its register. */
export function reasonOf({ description }: { readonly description: string }): string {
  return `损坏：${description.slice(0, LONGEST_WORDS)}`;
}

/** The graver of two. */
export function graver(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}
