import { Injectable } from '@nestjs/common';
import type { GuestSession } from '../../identity/index.js';
import { AuditTrail, Clock, PlatformErrors, RateLimit, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { ServiceFacts } from '../events/service-facts.js';
import { GuestRepository } from './guest.repository.js';
import { ACCESS_MS, digestOf, type Guest, type GuestActor, isWelcome, passOfGuest } from './guest.rules.js';
import { GuestTokens } from './guest-tokens.js';

/** Wrong invitations from one address in a minute. */
const WRONG_A_MINUTE = 10;
/** Entries of one guest in a minute: a pass lasts a quarter of an hour. */
const ENTRIES_A_MINUTE = 10;

/** A guest who has just entered, with the pass that opens the doors made for guests. */
export interface GuestEntry {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly guest: Guest & { readonly enteredSeq: number };
  readonly title: string;
}

/** Lets guests in, and knows them again. */
@Injectable()
export class GuestDoor {
  private readonly wrong = new RateLimit(WRONG_A_MINUTE);
  private readonly entries = new RateLimit(ENTRIES_A_MINUTE);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestRepository,
    private readonly tokens: GuestTokens,
    private readonly facts: ServiceFacts,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws GUEST_PASS_REFUSED, RATE_LIMITED */
  async enter(token: string, address: string): Promise<GuestEntry> {
    const now = this.clock.now();
    if (this.wrong.exceeded(address, now)) throw PlatformErrors.RATE_LIMITED();
    // Counted before it is looked up, so that a hundred at once are no more than ten.
    this.wrong.count(address, now);
    const found = await this.unitOfWork.read((tx) => this.guests.byToken(tx, digestOf(token)));
    if (!found || !isWelcome(found.guest, found.state, now)) {
      await this.audit.recordRefusal(SYSTEM, { action: 'command.guestEnter', details: { address } });
      throw CommandErrors.GUEST_PASS_REFUSED();
    }
    this.wrong.giveBack(address, now);
    if (this.entries.exceeded(found.guest.id, now)) throw PlatformErrors.RATE_LIMITED();
    this.entries.count(found.guest.id, now);
    const enteredSeq = await this.unitOfWork.run(SYSTEM, (tx) => this.noteEntry(tx, found.guest, address));
    const expiresAt = new Date(Math.min(now.getTime() + ACCESS_MS, found.guest.expiresAt.getTime()));
    const accessToken = await this.tokens.issue(found.guest.id, expiresAt);
    return { accessToken, expiresAt, guest: { ...found.guest, enteredSeq }, title: found.title };
  }

  /** As a pass says; asked for every request and, of sockets, again and again. @throws GUEST_PASS_REFUSED */
  async recognise(pass: string): Promise<GuestSession> {
    const { guestId, expiresAt } = await this.tokens.verify(pass);
    const found = await this.unitOfWork.read((tx) => this.guests.find(tx, guestId));
    if (!found || !isWelcome(found.guest, found.state, this.clock.now())) throw CommandErrors.GUEST_PASS_REFUSED();
    return { actor: actorOf(found.guest), expiresAt, pass: passOfGuest(guestId) };
  }

  /** The first entry is a fact of the record, and where their reading begins. */
  private async noteEntry(tx: Tx, guest: Guest, address: string): Promise<number> {
    const { id, sessionId, name, organisation } = guest;
    await this.audit.record(tx, {
      action: 'command.guestEnter',
      subject: { kind: 'session_guest', id },
      details: { sessionId, name, organisation, address },
    });
    // Whoever has entered before waits for nobody.
    if (guest.enteredSeq !== null) return guest.enteredSeq;
    const seq = await this.facts.enter(tx, sessionId, async ({ state }) => {
      // Asked again under the session's lock: it may have been closed, or the invitation withdrawn, while this waited.
      const found = await this.guests.find(tx, id);
      if (!found || !isWelcome(found.guest, state, this.clock.now())) throw CommandErrors.GUEST_PASS_REFUSED();
      return {
        type: 'guest.entered',
        occasion: id,
        actor: { kind: 'guest', guestId: id, name, organisation },
        payload: { guestId: id, name, organisation },
        apply: (entered) => this.guests.noteEntry(tx, id, entered),
      };
    });
    const entered = seq ?? (await this.guests.find(tx, id))?.guest.enteredSeq;
    if (entered === undefined || entered === null) throw CommandErrors.GUEST_PASS_REFUSED();
    return entered;
  }
}

function actorOf({ id, sessionId, name, organisation, maySpeak, enteredSeq }: Guest): GuestActor {
  const snapshot = { name, organisation, sessionId };
  return { kind: 'guest', id, name, snapshot, sessionId, organisation, maySpeak, fromSeq: enteredSeq ?? Infinity };
}
