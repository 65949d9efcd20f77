import { Inject, Injectable } from '@nestjs/common';
import { Clock, ControlRefused, LOGGER, type Logger, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { AccountReader, type ReadAccount } from './account.reader.js';
import { type AccountNeed, AccountRepository } from './account.repository.js';
import { type AccountChange, deviceOfRole, isOurs, type KnownRole } from './account.rules.js';
import { AccountTools } from './account.tools.js';

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

  takeTurn(tx: Tx): Promise<boolean> {
    return this.repository.takeTurn(tx);
  }

  due(now: Date): Promise<AccountNeed[]> {
    return this.unitOfWork.read((tx) => this.repository.due(tx, now));
  }

  /** One that the broker does not take waits alone; with a broker that is away the rest waits too. */
  async followDue(now: Date): Promise<void> {
    for (const need of await this.due(now)) {
      try {
        const { nextEnd } = await this.follow(need.deviceId);
        await this.unitOfWork.apart(SYSTEM, (tx) => this.repository.settle(tx, need, nextEnd));
      } catch (error) {
        await this.postpone(need, error);
        if (!(error instanceof ControlRefused)) return;
      }
    }
  }

  /** All devices, and whatever else the broker holds by us. What the site's administrator made stays as it is. */
  async compare(): Promise<{ readonly told: number; readonly removed: number }> {
    await this.tools.intake.follow();
    let told = 0;
    const deviceIds = await this.unitOfWork.read((tx) => this.repository.deviceIds(tx, this.clock.now()));
    const usernames = new Set<string>();
    for (const deviceId of deviceIds) {
      const { change, wanted } = await this.follow(deviceId);
      told += change.commands.length;
      for (const { username } of wanted.logIns) usernames.add(username);
    }
    return { told, removed: await this.removeStrays(new Set(deviceIds), usernames) };
  }

  private async follow(deviceId: string): Promise<ReadAccount & { readonly change: AccountChange }> {
    const read = await this.reader.read(deviceId);
    const credentialIds = read.wanted.logIns.map(({ credentialId }) => credentialId);
    await this.unitOfWork.apart(SYSTEM, (tx) => this.repository.recordMeant(tx, credentialIds));
    const change = await this.tools.broker.follow(read.wanted);
    await this.unitOfWork.apart(SYSTEM, (tx) =>
      this.repository.recordHeld(tx, deviceId, credentialIds, this.clock.now()),
    );
    for (const username of change.taken)
      this.logger.warn({ username, deviceId }, 'the broker knows this user name from somebody else');
    for (const username of change.unreadable)
      this.logger.warn({ username, deviceId }, 'the device needs a new secret before the broker can know it');
    return { ...read, change };
  }

  /** Left behind by what is not in the register of secrets: an older database, a hand that copied a role. */
  private async removeStrays(devices: ReadonlySet<string>, usernames: ReadonlySet<string>): Promise<number> {
    const { clients, roles } = await this.tools.broker.holdings();
    const isStray = ({ rolename }: KnownRole): boolean => {
      const deviceId = deviceOfRole(rolename);
      return deviceId !== undefined && !devices.has(deviceId);
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

  private async postpone(need: AccountNeed, error: unknown): Promise<void> {
    const text = error instanceof Error ? error.message : String(error);
    this.logger.warn({ err: error, deviceId: need.deviceId }, 'the broker could not be told');
    const until = this.clock.now().getTime() + Math.min(1_000 * 2 ** need.attempts, LONGEST_WAIT_MS);
    await this.unitOfWork.apart(SYSTEM, (tx) => this.repository.postpone(tx, need, text, new Date(until)));
  }
}
