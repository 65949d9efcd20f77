import { Inject, Injectable } from '@nestjs/common';
import { Clock, ControlRefused, LOGGER, type Logger, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { AccountReader, type ReadAccount } from './account.reader.js';
import { type AccountNeed, AccountRepository } from './account.repository.js';
import { type AccountChange, deviceOfRole, isOurs, type KnownRole, reasonBehind } from './account.rules.js';
import { AccountTools } from './account.tools.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Tells the broker about one device after the other. */
@Injectable()
export class AccountDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: AccountRepository,
    private readonly reader: AccountReader,
    private readonly tools: AccountTools,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onChange(wake: () => void): void {
    this.tools.accounts.followedBy(wake);
  }

  /** One instance at a time, and for one thing at a time: a turn is held while the broker is told. */
  inTurn(work: () => Promise<void>): Promise<boolean> {
    return this.unitOfWork.apart(SYSTEM, async (tx) => {
      if (!(await this.repository.takeTurn(tx))) return false;
      await work();
      return true;
    });
  }

  due(): Promise<AccountNeed[]> {
    return this.unitOfWork.read((tx) => this.repository.due(tx, this.clock.now()));
  }

  /** One that the broker does not take waits alone; with a broker that is away the rest waits too. */
  async followDue(): Promise<void> {
    const needs = await this.due();
    // After they were read: what they are about is committed.
    if (needs.length > 0) await this.reader.refresh();
    for (const need of needs) {
      try {
        const { nextEnd, change } = await this.follow(need.deviceId);
        const reason = reasonBehind(change);
        if (reason === undefined) await this.inShort((tx) => this.repository.settle(tx, need, nextEnd));
        else {
          if (need.attempts === 0) this.warn(need.deviceId, reason);
          await this.postpone(need, reason);
        }
      } catch (error) {
        this.logger.warn({ err: error, deviceId: need.deviceId }, 'the broker could not be told');
        await this.postpone(need, textOf(error));
        if (!(error instanceof ControlRefused)) return;
      }
    }
  }

  /** Our own log-in, and which devices there are to compare. */
  async beginComparison(): Promise<string[]> {
    await this.tools.intake.follow();
    const deviceIds = await this.unitOfWork.read((tx) => this.repository.deviceIds(tx, this.clock.now()));
    await this.reader.refresh();
    return deviceIds;
  }

  /** @returns how much the broker had to be told. @throws when the broker is away */
  async compareOne(deviceId: string): Promise<number> {
    try {
      const { change } = await this.follow(deviceId);
      const reason = reasonBehind(change);
      if (reason !== undefined) {
        this.warn(deviceId, reason);
        await this.noteBehind(deviceId, reason);
      }
      return change.commands.length;
    } catch (error) {
      if (!(error instanceof ControlRefused)) throw error;
      this.logger.warn({ err: error, deviceId }, 'the broker could not be told');
      await this.noteBehind(deviceId, error.message);
      return 0;
    }
  }

  /**
   * Left behind by what is not in the register of secrets: an older database, a hand that copied a role. The broker is asked
   * first: what it is told of is written down before. What the site's administrator made stays as it is.
   */
  async removeStrays(): Promise<number> {
    const { clients, roles } = await this.tools.broker.holdings();
    const [deviceIds, usernames] = await this.unitOfWork.read(async (tx) => [
      new Set(await this.repository.deviceIds(tx, this.clock.now())),
      new Set(await this.repository.allHeldNames(tx)),
    ]);
    const isStray = ({ rolename }: KnownRole): boolean => {
      const deviceId = deviceOfRole(rolename);
      return deviceId !== undefined && !deviceIds.has(deviceId);
    };
    const commands = [
      ...clients
        .filter((client) => isOurs(client) && !usernames.has(client.username))
        .map(({ username }) => ({ command: 'deleteClient', username })),
      ...roles.filter(isStray).map(({ rolename }) => ({ command: 'deleteRole', rolename })),
    ];
    await this.tools.broker.order(commands);
    return commands.length;
  }

  private async follow(deviceId: string): Promise<ReadAccount & { readonly change: AccountChange }> {
    const read = await this.reader.read(deviceId);
    const credentialIds = read.wanted.logIns.map(({ credentialId }) => credentialId);
    await this.inShort((tx) => this.repository.recordMeant(tx, credentialIds));
    const change = await this.tools.broker.follow(read.wanted);
    await this.inShort((tx) => this.repository.recordHeld(tx, deviceId, credentialIds, this.clock.now()));
    return { ...read, change };
  }

  private async postpone(need: AccountNeed, reason: string): Promise<void> {
    const until = this.later(Math.min(FIRST_WAIT_MS * 2 ** need.attempts, LONGEST_WAIT_MS));
    await this.inShort((tx) => this.repository.postpone(tx, need, reason, until));
  }

  private async noteBehind(deviceId: string, reason: string): Promise<void> {
    const now = this.clock.now();
    await this.inShort((tx) => this.repository.noteBehind(tx, deviceId, reason, now, this.later(FIRST_WAIT_MS)));
  }

  private warn(deviceId: string, reason: string): void {
    this.logger.warn({ deviceId, reason }, 'the broker does not know all of a device');
  }

  private inShort<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.apart(SYSTEM, work);
  }

  private later(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
