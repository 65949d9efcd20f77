import { hoursAhead } from '../../missions/mission-kit.js';
import type { Cast, Person } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** What is on record about a person of the county, with an absence and a shift for each asker to take away. */
export async function keepRecords(cast: Cast) {
  const manager = cast.of('own county', 'equipment_manager').client;
  const recordedId = await cast.extra('person.on.record', cast.unitOf('own county'));
  const qualificationId = await made(manager, '/qualifications', licenceOf(recordedId, 'PROBE-1'));
  const withdrawnId = await made(manager, '/qualifications', licenceOf(recordedId, 'PROBE-2'));
  await expectStatus(await manager.post(`/qualifications/${withdrawnId}/withdraw`, { reason: '注销' }), 200);
  const certificateId = await made(manager, '/unit-certificates', certificateOf(cast.unitOf('own county'), 'PROBE-3'));
  const unitCertificateId = await made(
    manager,
    '/unit-certificates',
    certificateOf(cast.unitOf('own county'), 'PROBE-4'),
  );
  await expectStatus(await manager.post(`/unit-certificates/${certificateId}/withdraw`, { reason: '注销' }), 200);
  const absences = new Map<Person, string>();
  const shifts = new Map<Person, string>();
  for (const [nth, person] of cast.people.entries()) {
    absences.set(person, await made(manager, '/absences', absenceOf(recordedId)));
    shifts.set(person, await made(manager, '/roster', shiftOf(recordedId, 2 * nth)));
  }
  return { records: { certificateId, unitCertificateId, recordedId, qualificationId, withdrawnId, absences, shifts } };
}

export function licenceOf(userId: string, number: string) {
  return { kind: 'pilot_licence', scope: 'small', rating: 'vlos', userId, number, validFrom: '2026-01-01' };
}

export function certificateOf(unitId: string, number: string) {
  return { unitId, number, validFrom: '2026-01-01' };
}

export function absenceOf(userId: string) {
  return { userId, during: hoursAhead(500, 501), reason: 'leave' };
}

export function shiftOf(userId: string, hour: number) {
  return { userId, during: hoursAhead(1_000 + hour, 1_001 + hour), desk: 'technical', telephone: '12345' };
}
