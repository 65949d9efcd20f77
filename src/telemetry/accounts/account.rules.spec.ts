import { describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_MARK,
  aclsOf,
  changeOf,
  isPlainName,
  type KnownAccount,
  type KnownClient,
  roleOf,
  type WantedAccount,
} from './account.rules.js';

const wanted: WantedAccount = {
  deviceId: 'd1',
  names: ['SN1', 'HB-1'],
  logIns: [{ username: 'HB-1', credentialId: 'c1', password: 'secret' }],
  ended: [],
};
const client: KnownClient = {
  username: 'HB-1',
  textname: ACCOUNT_MARK,
  textdescription: 'c1',
  roles: [{ rolename: roleOf('d1') }],
  groups: [],
};
const role = { rolename: roleOf('d1'), acls: aclsOf(wanted.names) };
const said = (known: KnownAccount, of = wanted) => changeOf(of, known).commands.map(({ command }) => command);

describe('changeOf', () => {
  it('makes the role before the log-in that has it', () => {
    expect(said({ role: undefined, clients: [] })).toEqual(['createRole', 'createClient']);
  });

  it('says nothing when the broker knows it all, in whatever order', () => {
    expect(said({ role: { ...role, acls: role.acls.toReversed() }, clients: [client] })).toEqual([]);
  });

  it.each<[string, Partial<KnownClient>]>([
    ['another secret', { textdescription: 'c0' }],
    ['disabled', { disabled: true }],
    ['a role too many', { roles: [{ rolename: roleOf('d1') }, { rolename: 'admin' }] }],
    ['another role', { roles: [{ rolename: 'admin' }] }],
    ['a group', { groups: [{ groupname: 'all' }] }],
  ])('makes a log-in anew that has %s', (_, drift) => {
    expect(said({ role, clients: [{ ...client, ...drift }] })).toEqual(['deleteClient', 'createClient']);
  });

  it('mends the topics of a role, for fewer and for more', () => {
    expect(said({ role: { ...role, acls: role.acls.slice(1) }, clients: [client] })).toEqual(['modifyRole']);
    const more = [...role.acls, { acltype: 'publishClientSend', topic: '#', allow: true, priority: 0 }];
    expect(said({ role: { ...role, acls: more }, clients: [client] })).toEqual(['modifyRole']);
  });

  it('puts out first who lost the right, and leaves no role without a log-in', () => {
    expect(said({ role, clients: [client] }, { ...wanted, logIns: [] })).toEqual(['deleteClient', 'deleteRole']);
    const minted = { ...client, username: 'HB-1~a' };
    expect(said({ role, clients: [minted] })).toEqual(['deleteClient', 'createClient']);
  });

  it('leaves alone what somebody else made under the same name, and says so', () => {
    const change = changeOf(wanted, { role, clients: [{ username: 'HB-1', textname: 'site' }] });
    expect(change).toEqual({ commands: [], taken: ['HB-1'], unreadable: [] });
  });

  it('cannot give the broker a secret that nobody here can read, and keeps one that is there already', () => {
    const sealed = { ...wanted, logIns: [{ username: 'HB-1', credentialId: 'c1', password: null }] };
    expect(changeOf(sealed, { role, clients: [] })).toEqual({ commands: [], taken: [], unreadable: ['HB-1'] });
    expect(changeOf(sealed, { role, clients: [client] })).toEqual({ commands: [], taken: [], unreadable: [] });
  });
});

describe('aclsOf', () => {
  it('names topics letter by letter, and denies the rest of what comes in', () => {
    const wild = aclsOf(['SN1']).filter(({ topic }) => /[+#]/.test(topic));
    expect(wild).toEqual([{ acltype: 'publishClientReceive', topic: '#', allow: false, priority: -1 }]);
  });

  it('lets nobody subscribe to what devices send', () => {
    const topics = aclsOf(['SN1'])
      .filter(({ acltype }) => acltype === 'subscribeLiteral')
      .map(({ topic }) => topic);
    expect(topics).toContain('thing/product/SN1/services');
    expect(topics).not.toContain('thing/product/SN1/osd');
  });
});

it.each([['a+b'], ['#'], ['a/b'], ['a\0'], ['$share'], ['']])('a name %j belongs in no topic', (name) => {
  expect(isPlainName(name)).toBe(false);
});
