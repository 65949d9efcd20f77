import type { ApiClient } from '../support/client.js';

export interface CountsBody {
  readonly expected: number;
  readonly pending: number;
  readonly found: number;
  readonly out: number;
  readonly missing: number;
  readonly unexpected: number;
}

export interface StockTakeBody {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly title: string;
  readonly unitIds: readonly string[];
  readonly counts: CountsBody;
  readonly assignees: readonly { readonly id: string }[];
  readonly signatures: readonly { readonly role: string; readonly name: string }[];
  readonly endedAt: string | null;
  readonly missing: number;
  readonly userIds: readonly string[];
}

export interface ScanBody {
  readonly code: string;
  readonly result: string;
  readonly counts: CountsBody;
  readonly scan: {
    readonly id: string;
    readonly code: string;
    readonly result: string;
    readonly reason: string | null;
    readonly device: { readonly id: string; readonly assetCode: string; readonly unitName: string } | null;
    readonly scannedBy: { readonly id: string };
    readonly scannedAt: string;
    readonly position: { readonly lon: number; readonly lat: number } | null;
    readonly photoIds: readonly string[];
    readonly note: string | null;
  };
}

export interface ItemBody {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly state: string;
  readonly holder: { readonly name: string; readonly unitName: string } | null;
  readonly loss: { readonly reason: string } | null;
  readonly code: string;
}

const DAY_MS = 86_400_000;

/** A day in China, `days` from today. */
export function chinaDay(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);
}

/** Begins a stock-take of the manager's own unit. */
export async function beginStockTake(manager: ApiClient, more: Record<string, unknown> = {}): Promise<StockTakeBody> {
  const answer = await manager.post<StockTakeBody>('/stock-takes', { title: '盘点', dueOn: chinaDay(3), ...more });
  if (answer.status !== 201) throw new Error(`stock-take: ${answer.status} ${answer.body.code}`);
  return answer.body;
}

/** Every item, all pages. */
export async function itemsOf(client: ApiClient, id: string, state = ''): Promise<ItemBody[]> {
  const found: ItemBody[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const words = new URLSearchParams({ limit: '5', ...(state && { state }), ...(cursor && { cursor }) });
    const page: { body: { items: ItemBody[]; nextCursor: string | null } } = await client.get(
      `/stock-takes/${id}/items?${words.toString()}`,
    );
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return found;
}
