import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import type { Period } from './mission-kit.js';

/** What tests look at in the answers of assistance requests; every answer may also be a problem. */
export interface AssistanceBody {
  readonly id: string;
  readonly code?: string;
  readonly state: string;
  readonly overdue: boolean;
  readonly takenUnitId: string | null;
  readonly purpose: string;
  readonly report: string | null;
  readonly assignments: readonly {
    readonly bookingId: string;
    readonly bookingState: string;
    readonly during: Period;
    readonly devices: readonly { readonly id: string }[];
    readonly people: readonly { readonly id: string; readonly capacity: string }[];
  }[];
  readonly outcomes: readonly { readonly kind: string; readonly id: string }[];
  readonly steps: readonly {
    readonly step: string;
    readonly reason: string | null;
    readonly actor: { readonly id: string };
    readonly unitId: string;
    readonly minutes: number | null;
  }[];
  readonly passedUnitIds: readonly string[];
  readonly conflicts?: readonly { readonly deviceId: string }[];
  readonly alternatives?: readonly unknown[];
}

export type AssistanceReply = Answer<AssistanceBody>;

/** People of 东光县 and of the units above it, and a case of the county. */
export async function assistanceScene(app: TestApp) {
  const [handler, countyCommander, pilot, officer, cityCommander, provinceManager, stranger] = await Promise.all([
    app.as({ role: 'case_handler', unit: '东光县' }),
    app.as({ role: 'commander', unit: '东光县' }),
    app.as({ role: 'pilot', unit: '东光县' }),
    app.as({ role: 'field_officer', unit: '东光县' }),
    app.as({ role: 'commander', unit: '沧州市人民检察院' }),
    app.as({ role: 'equipment_manager' }),
    app.as({ role: 'commander', unit: '邯郸市人民检察院' }),
  ]);
  const caseId = await openCase(handler);
  return { handler, countyCommander, pilot, officer, cityCommander, provinceManager, stranger, caseId };
}

export type AssistanceScene = Awaited<ReturnType<typeof assistanceScene>>;

export async function openCase(client: ApiClient): Promise<string> {
  const number = `东检公益诉〔2026〕${randomUUID().slice(0, 8)}号`;
  const made = await client.post<{ id: string }>('/cases', { number, title: '河道排污', domain: 'environment' });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.id;
}

export function wishOf(caseId: string, change: Readonly<Record<string, unknown>> = {}) {
  return {
    caseId,
    kind: 'flight',
    place: { lon: 116.537, lat: 37.888 },
    placeName: '南运河东光段',
    purpose: '查看排污口',
    dueAt: new Date(Date.now() + 72 * 3_600_000).toISOString(),
    ...change,
  };
}

/** The steps of one person or another with one request. */
export function stepper(id: string) {
  return (client: ApiClient, step: string, body: unknown = {}): Promise<AssistanceReply> =>
    client.post<AssistanceBody>(`/assistance-requests/${id}/${step}`, body);
}
