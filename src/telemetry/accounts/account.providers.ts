import { AccountDesk } from './account.desk.js';
import { AccountFollower } from './account.follower.js';
import { AccountNews } from './account.news.js';
import { AccountReader } from './account.reader.js';
import { AccountRepository } from './account.repository.js';
import { AccountStanding } from './account.standing.js';
import { AccountTools } from './account.tools.js';
import { BrokerAccounts } from './broker.accounts.js';
import { IntakeAccount } from './intake.account.js';
import { MosquittoAccounts } from './mosquitto.accounts.js';

export const ACCOUNT_PROVIDERS = [
  AccountDesk,
  AccountFollower,
  AccountNews,
  AccountReader,
  AccountRepository,
  AccountStanding,
  AccountTools,
  BrokerAccounts,
  IntakeAccount,
  MosquittoAccounts,
] as const;
