import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  BROKER_ADMINISTRATION,
  Clock,
  CONFIG,
  type Config,
  type DynamicSecurity,
  KeyRing,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { AccountRepository } from './account.repository.js';

/** Whether the broker knows what is decided here. */
export const BROKER_STATES = ['ready', 'pending', 'elsewhere'] as const;
export type BrokerState = (typeof BROKER_STATES)[number];

const SEALED_WITH = 'broker-secrets';
/** How long somebody who changed something waits for the broker before being told that it is behind. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 50;

/** What an external broker is to be told: written in the transaction that decides it, said after the commit. */
@Injectable()
export class BrokerAccounts {
  private wake: () => void = () => undefined;

  constructor(
    @Inject(BROKER_ADMINISTRATION) private readonly administration: DynamicSecurity | null,
    @Inject(CONFIG) private readonly config: Config,
    private readonly keys: KeyRing,
    private readonly repository: AccountRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Whether there is a broker that we administer. */
  get areOurs(): boolean {
    return this.administration !== null;
  }

  /** Who says it to the broker, and is told when there is something to say. */
  followedBy(wake: () => void): void {
    this.wake = wake;
  }

  /** The secret for the broker's file; null where no broker of ours needs it. */
  sealed(password: string): Buffer | null {
    return this.administration && this.keys.seal(SEALED_WITH, password);
  }

  unsealed(sealed: Buffer | null): string | null {
    try {
      return sealed && this.keys.unseal(SEALED_WITH, sealed);
    } catch {
      return null;
    }
  }

  /** Mosquitto knows one secret for a user name, so one that is minted beside the lasting one gets a name of its own. */
  mintedName(assetCode: string): string {
    return this.administration ? `${assetCode}~${randomBytes(4).toString('hex')}` : assetCode;
  }

  /** Secrets, hands or pairs of these devices changed in `tx`. */
  async changed(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    if (!this.administration || deviceIds.length === 0) return;
    await this.repository.mark(tx, deviceIds, this.clock.now());
    tx.afterCommit(() => this.wake());
  }

  /** Waits a moment for the broker. */
  async stateOf(deviceId: string): Promise<BrokerState> {
    if (!this.administration) return this.config.MQTT_URL ? 'elsewhere' : 'ready';
    for (const deadline = performance.now() + PATIENCE_MS; ; await pause(LOOK_MS)) {
      const isBehind = await this.unitOfWork.read((tx) => this.repository.isBehind(tx, deviceId, this.clock.now()));
      if (!isBehind) return 'ready';
      if (performance.now() > deadline) return 'pending';
    }
  }
}
