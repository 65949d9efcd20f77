import { describe, expect, it } from '@jest/globals';
import { isDue, isEnd, isInHandsOf, isSortieOf, isTooLate, type TaskTurn, turnOf } from './task.rules.js';

describe('what a report says of the flight', () => {
  it.each<[string | null, number | null, TaskTurn]>([
    ['sent', null, 'nothing'],
    [null, 6, 'nothing'],
    ['in_progress', null, 'begins'],
    ['in_progress', 4, 'begins'],
    ['in_progress', 5, 'in the air'],
    ['paused', 7, 'in the air'],
    ['in_progress', 9, 'begins'],
    ['ok', 9, 'flown'],
    ['partially_done', null, 'flown'],
    ['failed', 6, 'gone'],
    ['canceled', null, 'gone'],
    ['rejected', null, 'gone'],
    ['timeout', null, 'gone'],
    ['a word of next year', 6, 'nothing'],
  ])('%s in mission state %s: %s', (status, missionState, turn) => {
    expect(turnOf({ status, missionState })).toBe(turn);
  });

  it('is begun two minutes ahead at the earliest', () => {
    const at = new Date('2026-11-28T02:00:00Z');
    expect(isDue(at, new Date('2026-11-28T01:58:00Z'))).toBe(true);
    expect(isDue(at, new Date('2026-11-28T01:57:59Z'))).toBe(false);
  });

  it('is begun until the end of its window', () => {
    const latestAt = new Date('2026-11-28T02:00:00Z');
    expect(isTooLate(latestAt, latestAt)).toBe(false);
    expect(isTooLate(latestAt, new Date('2026-11-28T02:00:01Z'))).toBe(true);
    expect(isTooLate(null, latestAt)).toBe(false);
  });

  it.each([
    [null, false],
    ['in_progress', false],
    ['ok', true],
    ['failed', true],
    ['timeout', true],
  ])('%s is an end: %s', (status, isOver) => expect(isEnd(status)).toBe(isOver));
});

describe('the sortie that a task flew', () => {
  const at = (time: string) => new Date(`2026-11-28T${time}Z`);
  const begun = { askedAt: at('01:50:00'), begunAt: at('02:00:00') };

  it.each([
    ['took off when the dock began', begun, '02:00:30', true],
    ['by a clock that is slow', begun, '01:58:00', true],
    ['not before', begun, '01:57:59', false],
    ['nor after the end', begun, '02:20:01', false],
    ['nor before it was asked for', { ...begun, begunAt: null }, '01:47:59', false],
    ['where nobody heard of the beginning', { ...begun, begunAt: null }, '01:48:00', true],
  ])('%s', (_what, task, takenOffAt, isIt) => expect(isSortieOf(task, at(takenOffAt), at('02:20:00'))).toBe(isIt));
});

describe('the hands that a dock is in', () => {
  const task = { unitId: 'unit', caseId: 'case' };
  it.each([
    [{ unitId: 'unit', caseId: null }, true],
    [{ unitId: 'unit', caseId: 'case' }, true],
    [{ unitId: 'unit', caseId: 'other' }, false],
    [{ unitId: 'other', caseId: 'case' }, false],
    [{ unitId: 'other', caseId: null }, false],
  ])('%j are those of the task: %s', (dock, areIts) => expect(isInHandsOf(task, dock)).toBe(areIts));

  it('are those of a task of no case, whatever case it is out for', () => {
    expect(isInHandsOf({ ...task, caseId: null }, { unitId: 'unit', caseId: 'other' })).toBe(true);
  });
});
