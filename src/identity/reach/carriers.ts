import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, StartError } from '../../platform/index.js';
import { Mailer } from './mailer.js';
import { callGateway } from './message.call.js';
import type { DeliveryFault, OutwardChannel } from './reach.codes.js';
import type { Carried } from './reach.rules.js';

/** What leaves the service: fixed words and a link, nothing of a case. */
export interface Letter {
  /** The same for every try, so that a gateway can tell a repetition. */
  readonly id: string;
  readonly to: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly link: string | undefined;
  readonly expiresAt: Date;
}

/** The ways out of the service that the operator has set up. */
@Injectable()
export class Carriers {
  private readonly mailer: Mailer | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { SKYDOCKET_MESSAGE_URL: address, SKYDOCKET_MESSAGE_SECRET: secret } = config;
    if ((address === undefined) !== (secret === undefined))
      throw new StartError('Set SKYDOCKET_MESSAGE_URL and SKYDOCKET_MESSAGE_SECRET, or neither.');
    const { SMTP_URL: server, SKYDOCKET_MAIL_FROM: from, SKYDOCKET_MESSAGE_TIMEOUT_MS: timeoutMs } = config;
    if ((server === undefined) !== (from === undefined))
      throw new StartError('Set SMTP_URL and SKYDOCKET_MAIL_FROM, or neither.');
    this.mailer = server && from ? new Mailer(server, from, timeoutMs) : undefined;
  }

  get carried(): Carried {
    return { message: this.config.SKYDOCKET_MESSAGE_URL !== undefined, email: this.mailer !== undefined };
  }

  /** @returns what it met; undefined when the letter was taken. Never throws for it. */
  async send(channel: OutwardChannel, letter: Letter, now: Date): Promise<DeliveryFault | undefined> {
    if (channel === 'email') return this.mailer ? this.mailer.send(letter) : 'NO_CONTACT';
    const { SKYDOCKET_MESSAGE_URL: address, SKYDOCKET_MESSAGE_SECRET: secret } = this.config;
    if (!address || !secret) return 'NO_CONTACT';
    return callGateway({ address, secret, timeoutMs: this.config.SKYDOCKET_MESSAGE_TIMEOUT_MS }, letter, now);
  }
}
