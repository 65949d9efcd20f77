import { Injectable } from '@nestjs/common';
import { BrokerAccounts } from './broker.accounts.js';
import { IntakeAccount } from './intake.account.js';
import { MosquittoAccounts } from './mosquitto.accounts.js';

/** What is told, to whom, and by which log-in of our own. */
@Injectable()
export class AccountTools {
  constructor(
    readonly accounts: BrokerAccounts,
    readonly intake: IntakeAccount,
    readonly broker: MosquittoAccounts,
  ) {}
}
