import { describe, expect, it } from '@jest/globals';
import { CASE_MOVES, CASE_STAGES, type CaseStage, mayMove } from './case.rules.js';

describe('case stages', () => {
  it('can all be reached from a clue, and all can end', () => {
    const reached = reachableFrom('clue');
    expect([...reached].sort()).toEqual([...CASE_STAGES].sort());
    for (const stage of CASE_STAGES) expect(reachableFrom(stage)).toContain('closed');
  });

  it('follow the table: no step is left out, none stays where it is, and what is closed can be reopened', () => {
    expect(mayMove('clue', 'litigation')).toBe(false);
    expect(CASE_STAGES.filter((stage) => mayMove(stage, stage))).toEqual([]);
    expect(CASE_STAGES.filter((stage) => mayMove('closed', stage))).toEqual(['investigating', 'follow_up']);
  });
});

function reachableFrom(start: CaseStage): Set<CaseStage> {
  const seen = new Set<CaseStage>([start]);
  const queue: CaseStage[] = [start];
  for (let stage = queue.pop(); stage; stage = queue.pop()) {
    for (const next of CASE_MOVES[stage]) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}
