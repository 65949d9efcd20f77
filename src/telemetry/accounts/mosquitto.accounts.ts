import { Inject, Injectable } from '@nestjs/common';
import {
  BROKER_ADMINISTRATION,
  type ControlAnswer,
  type ControlCommand,
  ControlRefused,
  type DynamicSecurity,
} from '../../platform/index.js';
import {
  type AccountChange,
  changeOf,
  type KnownAccount,
  type KnownClient,
  type KnownRole,
  roleOf,
  type WantedAccount,
} from './account.rules.js';

const PAGE = 20;

/** Everything the broker holds, whoever put it there. */
export interface Holdings {
  readonly clients: readonly KnownClient[];
  readonly roles: readonly KnownRole[];
}

/** Log-ins and topics in Mosquitto's dynamic security plugin: looked at before anything is said. */
@Injectable()
export class MosquittoAccounts {
  constructor(@Inject(BROKER_ADMINISTRATION) private readonly administration: DynamicSecurity | null) {}

  /** Has the broker know what it should of the device. */
  async follow(wanted: WantedAccount): Promise<AccountChange> {
    const change = changeOf(wanted, await this.known(wanted));
    await this.order(change.commands);
    return change;
  }

  async order(commands: readonly ControlCommand[]): Promise<void> {
    await this.line().order(commands);
  }

  async holdings(): Promise<Holdings> {
    return {
      clients: await this.pages<KnownClient>('listClients', 'clients'),
      roles: await this.pages<KnownRole>('listRoles', 'roles'),
    };
  }

  async client(username: string): Promise<KnownClient | undefined> {
    const [answer] = await this.line().ask([{ command: 'getClient', username }]);
    return found(answer, 'client') as KnownClient | undefined;
  }

  async role(rolename: string): Promise<KnownRole | undefined> {
    const [answer] = await this.line().ask([{ command: 'getRole', rolename }]);
    return found(answer, 'role') as KnownRole | undefined;
  }

  private async known({ deviceId, logIns, ended }: WantedAccount): Promise<KnownAccount> {
    const usernames = [...new Set([...logIns.map(({ username }) => username), ...ended])];
    const [role, ...clients] = await this.line().ask([
      { command: 'getRole', rolename: roleOf(deviceId) },
      ...usernames.map((username) => ({ command: 'getClient', username })),
    ]);
    return {
      role: found(role, 'role') as KnownRole | undefined,
      clients: clients.flatMap((answer) => (found(answer, 'client') as KnownClient | undefined) ?? []),
    };
  }

  private async pages<Row>(command: string, member: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (;;) {
      const [answer] = await this.line().ask([{ command, verbose: true, count: PAGE, offset: rows.length }]);
      if (!answer || answer.error !== undefined)
        throw new ControlRefused(`${command}: ${answer?.error ?? 'no answer'}`);
      const page = (answer.data?.[member] ?? []) as Row[];
      rows.push(...page);
      if (page.length === 0 || rows.length >= Number(answer.data?.['totalCount'])) return rows;
    }
  }

  private line(): DynamicSecurity {
    if (!this.administration) throw new Error('the broker is not ours to administer');
    return this.administration;
  }
}

/** Undefined when there is no such client or role. */
function found(answer: ControlAnswer | undefined, member: string): unknown {
  if (answer?.error === undefined) return answer?.data?.[member];
  if (/not found/i.test(answer.error)) return undefined;
  throw new ControlRefused(`${answer.command}: ${answer.error}`);
}
