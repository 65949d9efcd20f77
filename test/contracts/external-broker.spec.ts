import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generate, type Packet, parser } from 'mqtt-packet';
import { Clock, createLogger, ExternalBroker } from '../../src/platform/index.js';
import { IntakeDouble, PolicyDouble } from '../support/devices.js';
import { eventually } from '../support/time.js';

const KEEPALIVE_MS = 1_000;
const WELCOME_TIMEOUT_MS = 400;

type Answer = (packet: Packet, dial: number) => Packet | undefined;

const connack: Packet = { cmd: 'connack', returnCode: 0, sessionPresent: false };
const suback = ({ messageId }: Packet, code: number): Packet => ({ cmd: 'suback', messageId, granted: [1, code] });

/** An external broker that answers as the test says; `dial` counts connections from 1. */
describe('the line to an external broker', () => {
  let server: Server;
  let broker: ExternalBroker;
  let answer: Answer;
  let dials: number;
  let pings: number;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    dials = 0;
    pings = 0;
    server = createServer((socket) => {
      dials += 1;
      const dial = dials;
      sockets.add(socket);
      socket.on('error', () => undefined);
      const reader = parser();
      reader.on('packet', (packet) => {
        if (packet.cmd === 'pingreq') pings += 1;
        const reply = answer(packet, dial);
        if (reply) socket.write(generate(reply));
      });
      socket.on('data', (chunk) => reader.parse(chunk));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    broker = new ExternalBroker({
      url: `mqtt://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`,
      clock: new Clock(),
      logger: createLogger('silent'),
      keepaliveMs: KEEPALIVE_MS,
      welcomeTimeoutMs: WELCOME_TIMEOUT_MS,
    });
  });
  afterEach(async () => {
    await broker.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await new Promise<void>((done) => server.close(() => done()));
  });

  const politely = (packet: Packet): Packet | undefined => {
    if (packet.cmd === 'connect') return connack;
    if (packet.cmd === 'subscribe') return suback(packet, 1);
    return packet.cmd === 'pingreq' ? { cmd: 'pingresp' } : undefined;
  };
  const send = (packet: Packet): void => {
    for (const socket of sockets) socket.write(generate(packet));
  };
  const open = () => broker.open(new PolicyDouble(), new IntakeDouble());

  it('is dialled again when it is not welcomed', async () => {
    answer = (packet, dial) => (dial === 1 ? undefined : politely(packet));
    await open();
    await eventually(() => expect(broker.isOpen()).toBe(true), 5_000);
    expect(dials).toBe(2);
  });

  it('is not open after a refused subscription, and is dialled again', async () => {
    const seen: boolean[] = [];
    answer = (packet, dial) => {
      seen.push(broker.isOpen());
      return packet.cmd === 'subscribe' && dial === 1 ? suback(packet, 128) : politely(packet);
    };
    await open();
    await eventually(() => expect(broker.isOpen()).toBe(true), 5_000);
    expect(dials).toBe(2);
    expect(seen).not.toContain(true);
  });

  it('is not given up while what waited in its session comes before the grant', async () => {
    const waited: Packet = {
      cmd: 'publish',
      topic: 'thing/product/A/osd',
      payload: '{}',
      qos: 0,
      dup: false,
      retain: false,
    };
    answer = (packet) => {
      if (packet.cmd !== 'subscribe') return politely(packet);
      const sending = setInterval(() => send(waited), WELCOME_TIMEOUT_MS / 4);
      setTimeout(() => {
        clearInterval(sending);
        send(suback(packet, 1));
      }, WELCOME_TIMEOUT_MS * 3);
      return undefined;
    };
    await open();
    await eventually(() => expect(broker.isOpen()).toBe(true), 5_000);
    expect(dials).toBe(1);
  });

  it('is dialled again when nothing is heard any more', async () => {
    answer = (packet, dial) => (packet.cmd === 'pingreq' && dial === 1 ? undefined : politely(packet));
    await open();
    await eventually(() => expect(broker.isOpen()).toBe(true), 5_000);
    await eventually(() => expect(dials).toBe(2), 5_000);
    await eventually(() => expect(broker.isOpen()).toBe(true), 5_000);
  });

  it('stays while signs of life come', async () => {
    answer = politely;
    await open();
    await eventually(() => expect(pings).toBeGreaterThan(5), 8_000);
    expect([broker.isOpen(), dials]).toEqual([true, 1]);
  });
});
