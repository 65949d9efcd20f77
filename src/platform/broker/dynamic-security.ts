import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { randomBytes } from 'node:crypto';
import { generate, type Packet, parser } from 'mqtt-packet';

const CONTROL_TOPIC = '$CONTROL/dynamic-security/v1';
const RESPONSE_TOPIC = `${CONTROL_TOPIC}/response`;
const KEEPALIVE_SECONDS = 60;
const ANSWER_TIMEOUT_MS = 10_000;
/** Mosquitto takes packets of 256 KB; a batch stays well below it. */
const MOST_COMMANDS = 20;

/** One command of Mosquitto's dynamic security plugin, with its parameters. */
export interface ControlCommand {
  readonly command: string;
  readonly [parameter: string]: unknown;
}

export interface ControlAnswer {
  readonly command: string;
  readonly error?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Mosquitto did not take a command. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
}

interface Waiting {
  readonly correlation: string;
  readonly done: (answers: readonly ControlAnswer[]) => void;
  readonly fail: (error: Error) => void;
}

/**
 * The administrator's line to Mosquitto's dynamic security plugin. One batch of commands at a time; the line is opened
 * when it is needed, and again after it broke. Whether a batch whose answer was lost was carried out nobody knows, so
 * callers look first and say only what is still missing.
 */
export class DynamicSecurity {
  private readonly url: URL;
  private socket: Socket | undefined;
  private welcomed: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private waiting: Waiting | undefined;
  private closed = false;

  constructor(
    url: string,
    private readonly answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ) {
    this.url = new URL(url);
  }

  get username(): string {
    return decodeURIComponent(this.url.username);
  }

  /** The answers in the order of the commands. @throws when the broker is away, or does not answer in time */
  async ask(commands: readonly ControlCommand[]): Promise<readonly ControlAnswer[]> {
    const answers: ControlAnswer[] = [];
    for (let from = 0; from < commands.length; from += MOST_COMMANDS)
      answers.push(...(await this.inTurn(commands.slice(from, from + MOST_COMMANDS))));
    return answers;
  }

  /** @throws ControlRefused when one of the commands was not taken */
  async order(commands: readonly ControlCommand[]): Promise<void> {
    for (const { command, error } of await this.ask(commands))
      if (error !== undefined) throw new ControlRefused(`${command}: ${error}`);
  }

  close(): void {
    this.closed = true;
    this.socket?.destroy();
  }

  private inTurn(commands: readonly ControlCommand[]): Promise<readonly ControlAnswer[]> {
    const turn = this.last.then(() => this.exchange(commands));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async exchange(commands: readonly ControlCommand[]): Promise<readonly ControlAnswer[]> {
    if (this.closed) throw new Error('the line to the administration of the broker is closed');
    this.welcomed ??= this.connect();
    await this.welcomed;
    const correlation = randomBytes(8).toString('hex');
    const payload = JSON.stringify({
      commands: commands.map((command) => ({ ...command, correlationData: correlation })),
    });
    return new Promise((done, fail) => {
      const timer = setTimeout(() => this.socket?.destroy(), this.answerTimeoutMs);
      this.waiting = {
        correlation,
        done: (answers) => {
          clearTimeout(timer);
          done(answers);
        },
        fail: (error) => {
          clearTimeout(timer);
          fail(error);
        },
      };
      this.send({ cmd: 'publish', topic: CONTROL_TOPIC, payload, qos: 0, dup: false, retain: false });
    });
  }

  private connect(): Promise<void> {
    const { protocol, hostname, port } = this.url;
    const isTls = protocol === 'mqtts:';
    const socket = isTls
      ? connectTls({ host: hostname, port: Number(port || 8883), servername: hostname })
      : connectTcp({ host: hostname, port: Number(port || 1883), noDelay: true });
    this.socket = socket;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => socket.destroy(new Error('the broker does not answer')), this.answerTimeoutMs);
      const pings = setInterval(() => this.send({ cmd: 'pingreq' }), (KEEPALIVE_SECONDS * 1_000) / 2).unref();
      const reader = parser({ protocolVersion: 4 });
      let reason = new Error('the administration of the broker went away');
      reader.on('packet', (packet) => {
        if (packet.cmd === 'suback') {
          clearTimeout(timer);
          done();
        } else this.take(packet, socket);
      });
      reader.on('error', (error) => socket.destroy(error));
      socket.on('data', (chunk) => reader.parse(chunk));
      socket.on('error', (error) => (reason = error));
      socket.once(isTls ? 'secureConnect' : 'connect', () => this.greet());
      socket.once('close', () => {
        clearTimeout(timer);
        clearInterval(pings);
        this.lost(reason);
        fail(reason);
      });
    });
  }

  private greet(): void {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: `skydocket-admin-${randomBytes(8).toString('hex')}`,
      keepalive: KEEPALIVE_SECONDS,
      username: this.username,
      password: Buffer.from(decodeURIComponent(this.url.password)),
    });
  }

  private take(packet: Packet, socket: Socket): void {
    if (packet.cmd === 'publish') this.answered(packet.payload.toString());
    if (packet.cmd !== 'connack') return;
    if (packet.returnCode)
      socket.destroy(
        new Error(`the broker refused its administrator (code ${packet.returnCode}); look at SKYDOCKET_MQTT_ADMIN_URL`),
      );
    else this.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: RESPONSE_TOPIC, qos: 0 }] });
  }

  private answered(text: string): void {
    const { responses = [] } = JSON.parse(text) as {
      responses?: (ControlAnswer & { readonly correlationData?: string })[];
    };
    const { waiting } = this;
    // An answer to a batch that was given up is not taken for that of the next one.
    if (!waiting || responses[0]?.correlationData !== waiting.correlation) return;
    this.waiting = undefined;
    waiting.done(responses);
  }

  private lost(reason: Error): void {
    this.welcomed = undefined;
    this.waiting?.fail(reason);
    this.waiting = undefined;
  }

  private send(packet: Packet): void {
    if (this.socket?.writable) this.socket.write(generate(packet));
  }
}
