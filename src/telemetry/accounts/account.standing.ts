import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Check, Clock, Readiness, UnitOfWork } from '../../platform/index.js';
import { AccountRepository } from './account.repository.js';
import { BrokerAccounts } from './broker.accounts.js';

/** Tells operators how far the broker is behind. Devices that it knows go on, so this makes nothing unready. */
@Injectable()
export class AccountStanding implements OnModuleInit {
  constructor(
    private readonly readiness: Readiness,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BrokerAccounts,
    private readonly repository: AccountRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.accounts.areOurs) this.readiness.include(() => this.check());
  }

  private async check(): Promise<Check> {
    const name = 'broker accounts';
    try {
      const { behind, since, lastError } = await this.unitOfWork.read((tx) =>
        this.repository.lag(tx, this.clock.now()),
      );
      if (behind === 0 || since === null) return { name, state: 'ok', detail: 'the broker knows every device' };
      const reason = lastError === null ? '' : `: ${lastError}`;
      return { name, state: 'unknown', detail: `${behind} devices behind since ${since.toISOString()}${reason}` };
    } catch (error) {
      return { name, state: 'unknown', detail: error instanceof Error ? error.message : String(error) };
    }
  }
}
