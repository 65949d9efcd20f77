import { type Ack, type CommandDesk, give, type OpenedSession } from './command-desk.js';

export interface GuestEntry {
  readonly accessToken: string;
  readonly fromSeq: number;
  readonly maySpeak: boolean;
  readonly code?: string;
}
export interface GuestEvent {
  readonly seq: number;
  readonly type?: string;
  readonly redacted?: boolean;
  readonly payload?: Record<string, unknown>;
}

export const DAY_MS = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
export const invitation = (more: object = {}) => ({
  name: '王工',
  organisation: '省环科院',
  purpose: '现场咨询',
  expiresAt: inDays(1),
  ...more,
});

/** Over HTTP, with a guest's pass or with none. */
export async function callAsGuest(
  desk: CommandDesk,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object } = {},
) {
  const response = await fetch(`${desk.app.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as GuestEntry & Ack & { items: GuestEvent[] } };
}

/** Somebody from outside who was invited to a fresh session. */
export async function invitedGuest(
  desk: CommandDesk,
  more: object = {},
): Promise<{ session: OpenedSession; guestId: string; token: string }> {
  const session = await desk.openSession();
  const { body } = await give(desk.city, session.id, 'guest.invite', invitation(more));
  return { session, guestId: body.guestId ?? '', token: body.token ?? '' };
}
