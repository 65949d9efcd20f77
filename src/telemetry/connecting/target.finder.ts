import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import { type Broker, BROKER } from '../../platform/index.js';
import { addressFault, isLoopback, numberFault, readAddress, type ToldAddress } from './address.rules.js';
import type { Outcome, Step } from './connection-step.rules.js';
import { addressesOf, nameFault, tryTcp } from './probes/network.probe.js';
import type { Target } from './probes/target.js';
import type { StepLine, Taken } from './step-line.js';

/** Where an address comes from, and which steps tell of it. */
export interface Wanted {
  readonly text: string | undefined;
  readonly schemes: readonly string[];
  /** It stands on this machine, as in a trial. */
  readonly isLocal: boolean;
  readonly steps: { readonly address: Step; readonly name: Step; readonly tcp: Step };
}

/**
 * The way from an address as it is written to a port that answers. Administrators name addresses, and this machine sees
 * more than they: nothing is asked where a cloud keeps its keys, and of this machine only our own ports.
 */
@Injectable()
export class TargetFinder {
  constructor(
    @Inject(BROKER) private readonly broker: Broker,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Undefined where it does not answer; the line tells why. */
  async find(line: StepLine, wanted: Wanted): Promise<Target | undefined> {
    const { steps, isLocal } = wanted;
    const told = await line.take(steps.address, () => read(wanted));
    const target = await line.take(steps.name, () => this.resolved(told, isLocal));
    return line.take(steps.tcp, () => connected(target));
  }

  private async resolved(told: ToldAddress | undefined, isLocal: boolean): Promise<Taken<Target>> {
    if (!told) throw new NothingTold();
    const { host, port } = told;
    let addresses: string[];
    try {
      addresses = await addressesOf(told);
    } catch (error) {
      return nameFault(error, told);
    }
    const facts = { host, addresses, addressText: addresses.join(', ') };
    const [address] = addresses;
    if (address === undefined) return { code: 'NAME_UNKNOWN', facts };
    // All of them: which one a controller would take is not ours to say.
    if (addresses.some((one) => numberFault(one, isLocal) !== undefined)) return { code: 'NAME_MISLEADS', facts };
    if (addresses.some(isLoopback) && !this.ownPorts().has(port))
      return { code: 'PORT_NOT_OURS', facts: { ...facts, port } };
    return { code: 'NAME_RESOLVES', facts, value: { ...told, address } };
  }

  private ownPorts(): ReadonlySet<number> {
    const server = this.http.httpAdapter.getHttpServer() as { address(): AddressInfo | string | null };
    const listening = server.address();
    const own = typeof listening === 'object' && listening !== null ? [listening.port] : [];
    const { port } = new URL(this.broker.address);
    return new Set([...own, Number(port === '' ? 1883 : port)]);
  }
}

function read({ text, schemes, isLocal }: Wanted): Taken<ToldAddress> {
  if (text === undefined) return { code: 'ADDRESS_MISSING' };
  const facts = { address: withoutUser(text) };
  const told = readAddress(text);
  if (!told) return { code: 'ADDRESS_UNREADABLE', facts };
  if (!schemes.includes(told.scheme)) return { code: 'ADDRESS_SCHEME', facts };
  const about = { ...facts, host: told.host, port: told.port };
  const fault = addressFault(told, isLocal);
  if (fault) return { code: fault, facts: about };
  if (told.scheme === 'http') return { code: 'ADDRESS_PLAIN', facts: about, value: told };
  const isWritten = told.isPortWritten || told.scheme === 'https';
  return { code: isWritten ? 'ADDRESS_FIT' : 'ADDRESS_PORT_MISSING', facts: about, value: told };
}

async function connected(target: Target | undefined): Promise<Taken<Target>> {
  if (!target) throw new NothingTold();
  const outcome: Outcome = await tryTcp(target);
  return outcome.code === 'TCP_CONNECTS' ? { ...outcome, value: target } : outcome;
}

function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//').slice(0, 300);
}

/** Not reached: a step whose need is missing is skipped before. */
class NothingTold extends Error {
  override readonly name = 'NothingTold';
}
