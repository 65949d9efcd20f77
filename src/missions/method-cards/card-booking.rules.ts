import type { MethodCardFacts } from './method-card.rules.js';

/** How many pieces of the kit so many tests use up: parallel readings double them, and each required control takes one more. */
export function kitPieces({ controls }: Pick<MethodCardFacts, 'controls'>, tests: number): number {
  const required = controls.filter((control) => control.required).map(({ kind }) => kind);
  const perTest = required.includes('parallel') ? 2 : 1;
  return tests * perTest + required.filter((kind) => kind !== 'parallel').length;
}
