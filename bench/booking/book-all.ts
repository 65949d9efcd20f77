import type { ApiClient } from '../../scripts/scenario/api-client.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import type { Slot, SlotDeck } from './slot-deck.js';

export interface Booker {
  /** Whether the slot was given. */
  book(slot: Slot): Promise<boolean>;
}

/** Accepted bookings per second of `clients` who book one after the other for as long as it takes to try `tries` slots. */
export async function bookAll(booker: Booker, deck: SlotDeck, clients: number, tries: number): Promise<number> {
  let left = tries;
  let accepted = 0;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const slot = deck.deal();
      const given = await booker.book(slot);
      if (given === slot.contended)
        throw new Error(`a ${slot.contended ? 'taken' : 'free'} slot was ${given ? 'given' : 'refused'}`);
      if (given) {
        accepted += 1;
        deck.accept(slot);
      }
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, lane));
  return (accepted * 1_000) / (performance.now() - startedAt);
}

export function bookingBody({ deviceId, from, to }: Omit<Slot, 'contended'>) {
  return { during: { from: from.toISOString(), to: to.toISOString() }, purpose: 'benchmark', deviceIds: [deviceId] };
}

/** Books over HTTP, each request with its token. */
export class HttpBooker implements Booker {
  private readonly client: KeepAliveClient;

  constructor({ url, token }: ApiClient, connections: number) {
    this.client = new KeepAliveClient(url, token, connections);
  }

  async book(slot: Slot): Promise<boolean> {
    const { status, body } = await this.client.send('POST', '/bookings', bookingBody(slot));
    if (status === 201) return true;
    if (status === 409) return false;
    throw new Error(`POST /bookings: ${status} ${body}`);
  }

  close(): void {
    this.client.close();
  }
}

/** Devices that anybody may book at once: no certificate is asked for, nobody has to approve. */
export async function pickDevices(client: ApiClient, count: number): Promise<string[]> {
  const { body } = await client.get<{ items: { id: string }[] }>(`/devices?category=uav&limit=${count}`);
  if (body.items.length < count) throw new Error(`the pool has ${body.items.length} drones, ${count} are needed`);
  return body.items.map(({ id }) => id);
}
