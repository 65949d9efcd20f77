export const CASE_STAGES = [
  'clue',
  'filed',
  'investigating',
  'recommendation',
  'litigation',
  'follow_up',
  'closed',
] as const;
export type CaseStage = (typeof CASE_STAGES)[number];

/**
 * Which stage may follow which. A lead may be filed or dropped; a recommendation may settle the matter or lead to court;
 * what is closed may be looked at again, or reopened.
 */
export const CASE_MOVES = {
  clue: ['filed', 'closed'],
  filed: ['investigating', 'closed'],
  investigating: ['recommendation', 'litigation', 'closed'],
  recommendation: ['litigation', 'follow_up', 'closed'],
  litigation: ['follow_up', 'closed'],
  follow_up: ['investigating', 'closed'],
  closed: ['follow_up', 'investigating'],
} as const satisfies Record<CaseStage, readonly CaseStage[]>;

export function mayMove(from: CaseStage, to: CaseStage): boolean {
  const moves: readonly CaseStage[] = CASE_MOVES[from];
  return moves.includes(to);
}
