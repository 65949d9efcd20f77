import { describe, expect, it } from '@jest/globals';
import { incidentStageAt } from './incident.rules.js';

const landedAt = new Date('2026-12-31T10:00:00Z');
const after = (hours: number, seconds = 0) => new Date(landedAt.getTime() + hours * 3_600_000 + seconds * 1_000);

describe('reminders of an incident that is to be reported within a day', () => {
  it.each([
    [after(0), 0],
    [after(20, -1), 0],
    [after(20), 1],
    [after(23, -1), 1],
    [after(23), 2],
    [after(24, -1), 2],
    [after(24), 3],
    [after(240), 3],
  ])('at %p stand at %p', (now, stage) => {
    expect(incidentStageAt(landedAt, now)).toBe(stage);
  });
});
