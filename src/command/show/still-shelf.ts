import { Injectable } from '@nestjs/common';
import { NEAR_MS, STILLS_KEPT } from './still.rules.js';

export interface Still {
  readonly sessionId: string;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly bytes: Buffer;
  readonly holderUserId: string;
}

/** A request that shows nothing for so long holds nothing any more. */
const FORGOTTEN_MS = 120_000;

/** The last stills of each request, in memory alone: gone when the showing ends, unless somebody made one evidence. */
@Injectable()
export class StillShelf {
  private readonly rings = new Map<string, readonly Still[]>();

  keep(requestId: string, still: Still): void {
    this.rings.set(requestId, [...(this.rings.get(requestId) ?? []), still].slice(-STILLS_KEPT));
  }

  last(requestId: string): Still | undefined {
    return this.rings.get(requestId)?.at(-1);
  }

  /** The one nearest to a time, within ten seconds of it; the last one where no time is said. */
  find(requestId: string, at: Date | undefined): Still | undefined {
    if (!at) return this.last(requestId);
    const away = (still: Still) => Math.abs(still.at.getTime() - at.getTime());
    const near = (this.rings.get(requestId) ?? []).filter((still) => away(still) <= NEAR_MS);
    return near.sort((a, b) => away(a) - away(b))[0];
  }

  /** Whose pictures it has. */
  held(): { readonly requestId: string; readonly sessionId: string; readonly holderUserId: string }[] {
    return [...this.rings].flatMap(([requestId, ring]) => {
      const [still] = ring;
      return still ? [{ requestId, sessionId: still.sessionId, holderUserId: still.holderUserId }] : [];
    });
  }

  drop(requestId: string): void {
    this.rings.delete(requestId);
  }

  sweep(now: Date): void {
    for (const [requestId, ring] of this.rings) {
      const last = ring.at(-1)?.receivedAt.getTime() ?? 0;
      if (now.getTime() - last > FORGOTTEN_MS) this.rings.delete(requestId);
    }
  }
}
