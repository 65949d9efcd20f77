import { describe, expect, it } from '@jest/globals';
import { isTaskOver, type TaskDock, type TaskFlight, taskRefusal, type TaskTimes } from './task.rules.js';

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`);
const dock: TaskDock = { id: 'dock', partOfId: null, aircraftId: null };
const flight: TaskFlight = {
  state: 'cleared',
  during: { from: at('02:00'), to: at('03:00') },
  aircraft: { id: 'aircraft', partOfId: 'dock' },
  upperMetres: 120,
};
const times: TaskTimes = { from: at('02:10'), returnMetres: 100, seconds: 600 };

const refusal = (change: { flight?: Partial<TaskFlight>; dock?: Partial<TaskDock>; times?: Partial<TaskTimes> }) =>
  taskRefusal({ ...flight, ...change.flight }, { ...dock, ...change.dock }, { ...times, ...change.times })?.code;

describe('whether a dock may fly a flight', () => {
  it.each<[string, Parameters<typeof refusal>[0]]>([
    ['its own aircraft, switched off', {}],
    ['the aircraft behind it', { flight: { aircraft: { id: 'a', partOfId: null } }, dock: { aircraftId: 'a' } }],
    ['the set that it belongs to', { flight: { aircraft: { id: 'a', partOfId: null } }, dock: { partOfId: 'a' } }],
    ['from the first second', { times: { from: at('02:00') } }],
    ['to the last', { times: { from: at('02:50') } }],
    ['in a window', { times: { latest: at('02:50') } }],
    ['back at the top of the airspace', { times: { returnMetres: 120 } }],
  ])('%s', (_what, change) => expect(refusal(change)).toBeUndefined());

  it.each<[string, Parameters<typeof refusal>[0], string]>([
    ['of another aircraft', { flight: { aircraft: { id: 'b', partOfId: 'other' } } }, 'TASK_FOR_OTHER_DEVICE'],
    ['of none', { flight: { aircraft: null } }, 'TASK_FOR_OTHER_DEVICE'],
    ['approved only', { flight: { state: 'approved' } }, 'TASK_FLIGHT_NOT_CLEARED'],
    ['in the air already', { flight: { state: 'airborne' } }, 'TASK_FLIGHT_NOT_CLEARED'],
    ['given up', { flight: { state: 'cancelled' } }, 'TASK_FLIGHT_NOT_CLEARED'],
    ['a second too early', { times: { from: new Date(at('02:00').getTime() - 1000) } }, 'TASK_OUTSIDE_PERIOD'],
    ['that would end too late', { times: { from: at('02:51') } }, 'TASK_OUTSIDE_PERIOD'],
    ['whose window is too long', { times: { latest: at('02:51') } }, 'TASK_OUTSIDE_PERIOD'],
    ['whose window ends before it begins', { times: { latest: at('02:05') } }, 'TASK_OUTSIDE_PERIOD'],
    ['back above the airspace', { times: { returnMetres: 121 } }, 'TASK_RETURN_TOO_HIGH'],
  ])('not one %s', (_what, change, code) => expect(refusal(change)).toBe(code));
});

describe('whether a task is over without a word of its dock', () => {
  const { during } = flight;
  it.each<[string, Parameters<typeof isTaskOver>, boolean]>([
    ['prepared, in the period', [{ during, state: 'cleared' }, false, at('02:59')], false],
    ['prepared, after it', [{ during, state: 'cleared' }, false, at('03:00')], true],
    ['begun, not heard of in the air', [{ during, state: 'cleared' }, true, at('02:59')], false],
    ['begun, and never heard of in the period', [{ during, state: 'cleared' }, true, at('03:00')], true],
    ['begun, in the air', [{ during, state: 'airborne' }, true, at('02:30')], false],
    ['begun, in the air for too long', [{ during, state: 'nonconforming' }, true, at('03:30')], false],
    ['begun, and back', [{ during, state: 'landed' }, true, at('02:30')], true],
    ['begun, back and reported', [{ during, state: 'reported' }, true, at('02:30')], true],
  ])('%s', (_what, asked, isOver) => expect(isTaskOver(...asked)).toBe(isOver));
});
