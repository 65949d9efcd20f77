import type { ApiClient } from '../support/client.js';

export interface PeriodBody {
  readonly from: string;
  readonly to: string;
}

export interface DeviceBody {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string;
  readonly kindCode: string;
  readonly kindNameZh: string;
  readonly category: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly home: { readonly lon: number; readonly lat: number } | null;
  readonly availability: string;
  readonly custody: { readonly holder: { readonly id: string } | null; readonly holderUnitId: string } | null;
  readonly redacted: boolean;
}

export interface DeviceDetailBody extends DeviceBody {
  readonly attributes: Record<string, unknown> | null;
  readonly parts: readonly { readonly id: string; readonly assetCode: string; readonly kindCode: string }[];
  readonly busy: readonly PeriodBody[];
  readonly calibration: { readonly state: string; readonly dueOn: string | null };
}

export interface BookedDeviceBody {
  readonly id: string;
  readonly assetCode: string;
  readonly state: string;
  readonly affected: boolean;
  readonly closingCode: string | null;
  readonly closingReason: string | null;
  readonly decision: { readonly by: string; readonly at: string } | null;
}

export interface BookingBody {
  readonly id: string;
  readonly state: string;
  readonly during: PeriodBody;
  readonly priority: number;
  readonly version: number;
  readonly holdExpiresAt: string | null;
  readonly devices: readonly BookedDeviceBody[];
  readonly requestedBy: { readonly id: string } | null;
  readonly purpose: string | null;
  readonly caseId: string | null;
  readonly lots: readonly { readonly lotId: string; readonly state: string }[];
  readonly redacted: boolean;
}

export interface NoticeBody {
  readonly code: string;
  readonly zh: string;
  readonly params: Readonly<Record<string, string>>;
  readonly subject: { readonly kind: string; readonly id: string };
}

export interface ProblemBody {
  readonly code: string;
  readonly refusals: readonly { readonly deviceId: string; readonly reason: string; readonly code: string }[];
  readonly conflicts: readonly {
    readonly deviceId: string;
    readonly during: PeriodBody;
    readonly reason: string;
    readonly unitName: string;
    readonly holdExpiresAt: string | null;
  }[];
  readonly alternatives: readonly {
    readonly reason: string;
    readonly deviceId: string;
    readonly assetCode: string;
    readonly during: PeriodBody;
    readonly distanceMetres: number | null;
  }[];
  readonly errors: readonly { readonly path: string }[];
}

export interface CheckOutBody {
  readonly id: string;
  readonly deviceId: string;
  readonly bookingId: string | null;
  readonly state: string;
  readonly holder: { readonly id: string; readonly name: string } | null;
  readonly checkedOutAt: string;
  readonly dueAt: string;
  readonly returnedAt: string | null;
  readonly caseId: string | null;
  readonly conditionIn: string | null;
  readonly lots: readonly { readonly lotId: string; readonly kitCode: string }[];
  readonly reminders: readonly unknown[];
  readonly redacted: boolean;
}

export interface PageBody<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const HOUR_MS = 3_600_000;
const midnight = Math.ceil(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS;

/** A period that begins `hour` hours after the coming midnight UTC. */
export function hours(hour: number, length = 1): PeriodBody {
  const at = (offset: number) => new Date(midnight + offset * HOUR_MS).toISOString();
  return { from: at(hour), to: at(hour + length) };
}

/** The instant so many hours from now. */
export function fromNow(hour: number): string {
  return new Date(Date.now() + hour * HOUR_MS).toISOString();
}

/** The status of an answer, with the code of what was refused. */
export function codeOf({ status, body }: { status: number; body: { code?: string } }): string {
  return status < 300 ? `${status}` : `${status} ${body.code ?? ''}`;
}

/** Devices for tests that must not meet each other's: each is given once. */
export class FreshDevices {
  private readonly given = new Set<string>();

  /** Used without having been given here. */
  keep(id: string): void {
    this.given.add(id);
  }

  async next(client: ApiClient, kind: string): Promise<DeviceBody> {
    const device = (await devicesOf(client, { kind })).find(({ id }) => !this.given.has(id));
    if (!device) throw new Error(`no ${kind} left`);
    this.given.add(device.id);
    return device;
  }
}

/** Every device that the query matches, all pages. */
export async function devicesOf(client: ApiClient, query: Record<string, string> = {}): Promise<DeviceBody[]> {
  const found: DeviceBody[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const words = new URLSearchParams({ limit: '200', ...query, ...(cursor && { cursor }) });
    const page: { body: PageBody<DeviceBody> } = await client.get<PageBody<DeviceBody>>(`/devices?${words.toString()}`);
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return found;
}

/** The first device of a kind that the client's unit (or the unit named) owns. */
export async function deviceOf(client: ApiClient, kind: string, unit = client.user.unit.id): Promise<DeviceBody> {
  const [device] = await devicesOf(client, { kind, unit });
  if (!device) throw new Error(`no ${kind} in ${unit}`);
  return device;
}

/** What the client's person was told about a booking, newest first. */
export async function toldOf(client: ApiClient, bookingId: string): Promise<NoticeBody[]> {
  const { body } = await client.get<PageBody<NoticeBody>>('/me/notices?limit=500');
  return body.items.filter(({ subject }) => subject.id === bookingId);
}
