import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { openCase } from '../evidence/evidence-kit.js';
import { hoursAhead } from './mission-kit.js';

/** What tests look at in the record of a run. */
export interface Run {
  readonly id: string;
  readonly code: string;
  readonly verdict: string;
  readonly reason: string | null;
  readonly flags: readonly string[];
  readonly result: number | null;
  readonly missing: readonly string[];
  readonly card: { readonly code: string; readonly version: number } | null;
  readonly controls: readonly { readonly kind: string; readonly state: string }[];
  readonly booking: { readonly id: string; readonly testerBooked: boolean; readonly lotReserved: boolean } | null;
  readonly limit: { readonly id: string; readonly value: number } | null;
  readonly contest: { readonly applies: boolean; readonly reason: string; readonly dueAt: string | null };
  readonly overrides: readonly { readonly opinion: string; readonly reason: string }[];
  readonly confirmations: readonly { readonly id: string; readonly state: string; readonly finding: string | null }[];
}

export const target = { class: 'III', source: '沧州市水功能区划' };
export const MINUTE_MS = 60_000;
export const ascending = (a: number, b: number): number => a - b;

export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE_MS).toISOString();
}

/** A tester of 东光县 with a photometer and vials in hand for a case. */
export class RunDesk {
  private constructor(
    readonly app: TestApp,
    readonly tester: ApiClient,
    readonly handler: ApiClient,
    readonly caseId: string,
    readonly photometerId: string,
    readonly outSince: number,
  ) {}

  static async open(): Promise<RunDesk> {
    const app = await TestApp.start();
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const caseId = await openCase(handler);
    const booked = await tester.post<{ id: string; devices: { id: string }[] }>('/bookings', {
      during: hoursAhead(0.01, 4),
      purpose: '水质快检',
      caseId,
      anyOf: { kindCode: 'water-photometer', quantity: 1 },
      kits: [{ kitCode: 'cod-vials', quantity: 5 }],
      people: [{ capacity: 'tester', userId: tester.user.id }],
    });
    if (booked.status !== 201) throw new Error(JSON.stringify(booked.body));
    const photometerId = booked.body.devices[0]?.id ?? '';
    const out = await tester.post('/check-outs', { deviceId: photometerId, bookingId: booked.body.id });
    if (out.status !== 201) throw new Error(JSON.stringify(out.body));
    return new RunDesk(app, tester, handler, caseId, photometerId, Date.now());
  }

  /** Read now, started a quarter of an hour ago: within the window of the card. */
  entry(change: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      deviceId: this.photometerId,
      at: new Date().toISOString(),
      startedAt: minutesAgo(15),
      item: 'COD',
      value: 46.5,
      unit: 'mg/L',
      controls: [{ kind: 'blank', value: 1 }],
      target,
      ...change,
    };
  }

  enter(change: Record<string, unknown> = {}): Promise<Answer<Run>> {
    return this.tester.post<Run>('/rapid-tests', this.entry(change));
  }

  async entered(change: Record<string, unknown> = {}): Promise<Run> {
    const { status, body } = await this.enter(change);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }
}
