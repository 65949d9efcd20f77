import { randomUUID } from 'node:crypto';
import type { ApiClient } from './client.js';
import { type Ack, type Console, eventAt, type OpenedSession } from './command-desk.js';
import { aJpeg } from './stills.js';

export interface Voice {
  readonly name: string;
  readonly organisation: string;
  readonly stance: string;
  readonly reason: string | null;
}
export interface Conclusion {
  readonly conclusionId: string;
  readonly version: number;
  readonly sha256: string;
  readonly text: string;
  readonly state: string;
  readonly voices: readonly Voice[];
  readonly earlier: readonly { readonly version: number; readonly text: string }[];
}
export interface Consultation {
  readonly place: string | null;
  readonly agenda: readonly { readonly itemId: string; readonly title: string; readonly state: string }[];
  readonly materials: readonly Record<string, unknown>[];
  readonly experts: readonly Record<string, unknown>[];
  readonly conclusions: readonly Conclusion[];
  readonly code?: string;
}
export interface Meant {
  readonly conclusionId: string;
  readonly version: number;
  readonly sha256: string;
}

export const DAY_MS = 86_400_000;
export const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString();
export const codeOf = ({ error }: Ack) => error?.code;

/** An expert of the register, of a house of their own. */
export async function enterExpert(by: ApiClient, name: string, more: object = {}): Promise<string> {
  const house = await by.post<{ id: string }>('/institutions', { name: `省环科院 ${randomUUID()}` });
  const body = { name, institutionId: house.body.id, title: '正高级工程师', fields: ['water'], ...more };
  return (await by.post<{ id: string }>('/experts', body)).body.id;
}

export async function bringIn(client: ApiClient, caseId?: string): Promise<{ id: string; sha256: string }> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ kind: 'photo', ...(caseId && { caseId }) }));
  form.append('file', new Blob([new Uint8Array(await aJpeg())], { type: 'image/jpeg' }), 'a.jpg');
  return (await client.post<{ id: string; sha256: string }>('/evidence', form)).body;
}

export async function consultationOf(client: ApiClient, { id }: OpenedSession): Promise<Consultation> {
  return (await client.get<Consultation>(`/command-sessions/${id}/consultation`)).body;
}

/** A conclusion in its first wording. */
export async function drafted(console: Console, text = '该厂向南运河超标排放'): Promise<Meant> {
  const conclusionId = randomUUID();
  const { seq } = await console.cmd('conclusion.draft', { conclusionId, text });
  const { version, sha256 } = (await eventAt(console, seq)).payload as { version: number; sha256: string };
  return { conclusionId, version, sha256 };
}
