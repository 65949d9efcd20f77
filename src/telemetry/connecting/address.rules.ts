import { BlockList, isIP } from 'node:net';

/** An address as an administrator writes it and a controller is given it. */
export interface ToldAddress {
  readonly scheme: string;
  readonly host: string;
  /** The usual one of the scheme where none is written. */
  readonly port: number;
  readonly isPortWritten: boolean;
  /** As a request names it; `/` where none is written. */
  readonly path: string;
}

/** Why a controller cannot use an address, by its text alone. */
export type AddressFault =
  | 'ADDRESS_UNREADABLE'
  | 'ADDRESS_SCHEME'
  | 'ADDRESS_LOCAL'
  | 'ADDRESS_UNSPECIFIED'
  | 'ADDRESS_INNER_NAME'
  | 'ADDRESS_FORBIDDEN';

const USUAL_PORTS: Readonly<Record<string, number>> = { tcp: 1883, ws: 80, http: 80, https: 443 };
/** Names that stand for nothing outside one machine or one network. [RFC 6761, RFC 6762, RFC 8375] */
const INNER_NAME = /(^|\.)(local|localdomain|lan|home|internal|intranet|corp|test|example|invalid|home\.arpa)$/;
const LOCAL_NAME = /(^|\.)localhost$/;

/** Where clouds tell machines about themselves, with their keys; a controller is never there. Link-local as a whole. */
const FORBIDDEN = blockListOf(
  [
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
    ['224.0.0.0', 3],
  ],
  [
    ['fe80::', 10],
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
    ['ff00::', 8],
    // The same IPv4 addresses, carried in IPv6. [RFC 6052, RFC 3056]
    ['64:ff9b::a9fe:0', 112],
    ['64:ff9b::6464:64c8', 128],
    ['64:ff9b::a83f:8110', 128],
    ['64:ff9b::c000:c0', 128],
    ['2002:a9fe::', 32],
  ],
);
const LOOPBACK = blockListOf([['127.0.0.0', 8]], [['::1', 128]]);
const UNSPECIFIED = blockListOf([['0.0.0.0', 8]], [['::', 128]]);

/** Undefined for what is no address of one of the schemes. */
export function readAddress(text: string): ToldAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(text);
  const scheme = protocol.slice(0, -1);
  const usual = USUAL_PORTS[scheme];
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (usual === undefined || host === '') return undefined;
  const written = port !== '' || new RegExp(`:${usual}(/|$)`).test(text.slice(scheme.length + 3));
  return { scheme, host, port: port === '' ? usual : Number(port), isPortWritten: written, path: pathname || '/' };
}

/** What keeps a controller from using the address. @param isLocal it stands on this machine, as in a trial */
export function addressFault({ host }: ToldAddress, isLocal: boolean): AddressFault | undefined {
  if (isIP(host) !== 0) return numberFault(host, isLocal);
  if (LOCAL_NAME.test(host)) return isLocal ? undefined : 'ADDRESS_LOCAL';
  if (!host.includes('.') || INNER_NAME.test(host)) return isLocal ? undefined : 'ADDRESS_INNER_NAME';
  return undefined;
}

/** The same of an address that a name stands for. */
export function numberFault(address: string, isLocal: boolean): AddressFault | undefined {
  if (contains(FORBIDDEN, address)) return 'ADDRESS_FORBIDDEN';
  if (contains(UNSPECIFIED, address)) return 'ADDRESS_UNSPECIFIED';
  return contains(LOOPBACK, address) && !isLocal ? 'ADDRESS_LOCAL' : undefined;
}

export function isLoopback(address: string): boolean {
  return contains(LOOPBACK, address);
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function blockListOf(
  v4: readonly (readonly [string, number])[],
  v6: readonly (readonly [string, number])[],
): BlockList {
  const list = new BlockList();
  for (const [net, bits] of v4) list.addSubnet(net, bits, 'ipv4');
  for (const [net, bits] of v6) list.addSubnet(net, bits, 'ipv6');
  return list;
}
