import { Injectable } from '@nestjs/common';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { UnitCertificate } from '../certificates/unit-certificate.entity.js';
import { TRAINED_GROUPS } from '../qualifications/qualification.codes.js';
import { Qualification } from '../qualifications/qualification.entity.js';
import { DutyShift } from '../roster/duty-shift.entity.js';
import { AppUser } from '../users/app-user.entity.js';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;
/** 08:00 in China is midnight UTC. */
const SHIFTS = 14;
const LICENCE_YEARS_DAYS = 6 * 365;

/** Licences of the pilots, certificates of their units, trainings of the testers, and a week of duty at every command centre of the demonstration. */
@Injectable()
export class PeopleRecordsSeed {
  constructor(private readonly clock: Clock) {}

  @DemonstrationSeed(11)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Qualification).count()) > 0) return;
    const people = await tx.repository(AppUser).find({ order: { username: 'ASC' } });
    const holding = (role: AppUser['roles'][number]) => people.filter(({ roles }) => roles.includes(role));
    await tx
      .repository(Qualification)
      .insert([
        ...holding('pilot').map((pilot, nth) => this.licence(pilot, nth)),
        ...holding('tester').flatMap((tester, nth) => TRAINED_GROUPS.map((group) => this.training(tester, nth, group))),
      ]);
    await tx.repository(UnitCertificate).insert(this.certificates(holding('pilot')));
    await tx.repository(DutyShift).insert(this.shifts(holding('commander'), holding('equipment_manager')));
  }

  private licence({ id }: AppUser, nth: number): Qualification {
    const number = `DEMO-UAS-${String(nth + 1).padStart(4, '0')}`;
    return { ...this.record(id, number, LICENCE_YEARS_DAYS), kind: 'pilot_licence', scope: 'medium', rating: 'bvlos' };
  }

  private certificates(pilots: readonly AppUser[]): UnitCertificate[] {
    return [...new Set(pilots.map(({ unitId }) => unitId))].map((unitId, nth) => ({
      ...this.paper(`DEMO-UOC-${String(nth + 1).padStart(4, '0')}`, LICENCE_YEARS_DAYS / 2),
      unitId,
    }));
  }

  private training({ id }: AppUser, nth: number, scope: string): Qualification {
    const number = `DEMO-KJ-${String(nth + 1).padStart(4, '0')}`;
    return { ...this.record(id, number, LICENCE_YEARS_DAYS / 2), kind: 'tester_training', scope, rating: null };
  }

  private record(userId: string, number: string, days: number) {
    return { ...this.paper(number, days), userId };
  }

  private paper(number: string, days: number) {
    const recordedAt = this.clock.now();
    const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
    return {
      id: newId(),
      number,
      issuer: '演示发证机构',
      validFrom: dateOf(recordedAt.getTime() - 30 * DAY_MS),
      validUntil: dateOf(recordedAt.getTime() + days * DAY_MS),
      withdrawnAt: null,
      withdrawalReason: null,
      recordedBy: null,
      recordedAt,
    };
  }

  /** Commanders by day, managers by night, twelve hours each. */
  private shifts(commanders: readonly AppUser[], managers: readonly AppUser[]): DutyShift[] {
    const recordedAt = this.clock.now();
    const first = Math.floor(recordedAt.getTime() / DAY_MS) * DAY_MS;
    return commanders.flatMap((commander, unit) => {
      const manager = managers.find(({ unitId }) => unitId === commander.unitId) ?? commander;
      return Array.from({ length: SHIFTS }, (_, nth) => ({
        id: newId(),
        unitId: commander.unitId,
        userId: (nth % 2 === 0 ? commander : manager).id,
        during: { from: new Date(first + nth * HALF_DAY_MS), to: new Date(first + (nth + 1) * HALF_DAY_MS) },
        desk: 'command' as const,
        telephone: `0000-${String(1_000 + unit)}`,
        recordedBy: null,
        recordedAt,
      }));
    });
  }
}
