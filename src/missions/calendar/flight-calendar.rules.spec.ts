import { describe, expect, it } from '@jest/globals';
import { FLIGHT_STATES, LIVE_FLIGHT_STATES } from '../flights/flight.rules.js';
import { FLIGHT_CALENDAR_STATUS, flightSummary, GONE_FLIGHT_STATES } from './flight-calendar.rules.js';

describe('a flight in a calendar', () => {
  it('is cancelled only where it will never take place', () => {
    expect([...GONE_FLIGHT_STATES].sort()).toEqual(['cancelled', 'refused']);
    for (const state of LIVE_FLIGHT_STATES) expect(FLIGHT_CALENDAR_STATUS[state]).not.toBe('CANCELLED');
  });

  it('is certain from its approval', () => {
    const open = FLIGHT_STATES.filter((state) => FLIGHT_CALENDAR_STATUS[state] === 'TENTATIVE');
    expect(open).toEqual(['draft', 'checked', 'applied']);
  });

  it('names aircraft, people and heights, or the aircraft alone', () => {
    const party = { pilot: '张三', team: ['李四', '王五'], lowerMetres: 30, upperMetres: 120 };
    expect(flightSummary('HB-UAV-0001', party)).toBe('飞行 HB-UAV-0001 · 飞手 张三 · 同行 李四、王五 · 离地 30–120 米');
    expect(flightSummary('HB-UAV-0001')).toBe('飞行 HB-UAV-0001');
    expect(flightSummary('X', { pilot: null, team: [], lowerMetres: null, upperMetres: null })).toBe('飞行 X');
  });
});
