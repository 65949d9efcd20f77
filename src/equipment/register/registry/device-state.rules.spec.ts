import { describe, expect, it } from '@jest/globals';
import { DEVICE_STATES, type DeviceState } from '../../equipment.codes.js';
import { DEVICE_MOVES, moveRefusal } from './device-state.rules.js';

function reachable(from: DeviceState): ReadonlySet<DeviceState> {
  const found = new Set<DeviceState>([from]);
  for (const state of found) for (const next of DEVICE_MOVES[state]) found.add(next);
  return found;
}

const at = (state: DeviceState, over: { isOut?: boolean; hasParts?: boolean } = {}) => ({
  state,
  isOut: false,
  hasParts: false,
  ...over,
});

describe('states of a device', () => {
  it.each(DEVICE_STATES)('can all be reached from %s', (state) => {
    expect([...reachable(state)].toSorted()).toEqual([...DEVICE_STATES].toSorted());
  });

  it('are never entered from themselves', () => {
    for (const state of DEVICE_STATES) expect(moveRefusal(at(state), state)).toBe('DEVICE_STATE_REFUSED');
  });

  it('lead from lost and retired to service only through quarantine', () => {
    expect(moveRefusal(at('lost'), 'in_service')).toBe('DEVICE_STATE_REFUSED');
    expect(moveRefusal(at('retired'), 'in_service')).toBe('DEVICE_STATE_REFUSED');
    expect(moveRefusal(at('retired'), 'quarantined')).toBeNull();
  });

  it('let a device that is out be lost or recalled, not retired', () => {
    expect(moveRefusal(at('in_service', { isOut: true }), 'lost')).toBeNull();
    expect(moveRefusal(at('in_service', { isOut: true }), 'quarantined')).toBeNull();
    expect(moveRefusal(at('in_service', { isOut: true }), 'retired')).toBe('DEVICE_OUT');
  });

  it('keep a device from retiring while parts travel with it', () => {
    expect(moveRefusal(at('quarantined', { hasParts: true }), 'retired')).toBe('DEVICE_HAS_PARTS');
    expect(moveRefusal(at('quarantined', { hasParts: true }), 'maintenance')).toBeNull();
  });
});
