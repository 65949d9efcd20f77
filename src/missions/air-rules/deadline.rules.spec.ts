import { describe, expect, it } from '@jest/globals';
import { deadlinesOf, incidentReportBy } from './deadline.rules.js';

const flight = (from: string) => ({ from: new Date(from), to: new Date('2030-01-01T00:00:00Z') });
const instants = (from: string, nature: Parameters<typeof deadlinesOf>[1] = 'ordinary') => {
  const { applyBefore, answerBy, reportReadinessBy } = deadlinesOf(flight(from), nature);
  return [applyBefore, answerBy, reportReadinessBy].map((instant) => instant?.toISOString() ?? null);
};

describe('the deadlines of an application', () => {
  it.each([
    ['a morning flight', '2026-03-02T09:00:00+08:00', '2026-03-01T12:00:00+08:00', '2026-03-01T21:00:00+08:00'],
    [
      'the first minute of a day',
      '2026-03-02T00:00:00+08:00',
      '2026-03-01T12:00:00+08:00',
      '2026-03-01T21:00:00+08:00',
    ],
    ['the last minute of a day', '2026-03-02T23:59:59+08:00', '2026-03-01T12:00:00+08:00', '2026-03-01T21:00:00+08:00'],
    ['the first day of a year', '2027-01-01T10:00:00+08:00', '2026-12-31T12:00:00+08:00', '2026-12-31T21:00:00+08:00'],
    ['the evening before it in UTC', '2026-12-31T23:30:00Z', '2026-12-31T12:00:00+08:00', '2026-12-31T21:00:00+08:00'],
    ['the day after a leap day', '2028-03-01T08:00:00+08:00', '2028-02-29T12:00:00+08:00', '2028-02-29T21:00:00+08:00'],
  ])('of %s lie on the day before in China', (_, from, apply, answer) => {
    const hourBefore = new Date(new Date(from).getTime() - 3_600_000).toISOString();
    expect(instants(from)).toEqual([new Date(apply).toISOString(), new Date(answer).toISOString(), hourBefore]);
  });

  it('are half an hour and ten minutes for the tasks of art. 29, and none for the most urgent', () => {
    const from = '2026-03-02T09:00:00+08:00';
    expect(instants(from, 'emergency')).toEqual(['2026-03-02T00:30:00.000Z', '2026-03-02T00:50:00.000Z', null]);
    expect(instants(from, 'special_emergency')).toEqual([null, null, null]);
    expect(deadlinesOf(flight(from), 'emergency').applyArticle).toBe('29');
  });
});

it('an incident is reported within a day after landing', () => {
  expect(incidentReportBy(new Date('2026-12-31T18:00:00Z'))).toEqual(new Date('2027-01-01T18:00:00Z'));
});
