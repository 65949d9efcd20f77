import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { LOGGER, type Logger } from '../logging/index.js';
import { type Broker, BROKER, BROKER_ADMINISTRATION } from './broker.js';
import { DynamicSecurity } from './dynamic-security.js';
import { EmbeddedBroker } from './embedded.broker.js';
import { ExternalBroker } from './external.broker.js';
import { StartError } from '../start-error.js';
import type { TlsOptions } from './tls.listener.js';

export {
  BROKER,
  BROKER_ADMINISTRATION,
  DEVICE_TOPICS,
  INTAKE_CLIENT_ID,
  INTAKE_TOPICS,
  MAX_PACKET_BYTES,
} from './broker.js';
export type {
  Broker,
  BrokerMessage,
  BrokerPolicy,
  Intake,
  LineRefusal,
  Principal,
  PublishOptions,
  PublishRule,
} from './broker.js';
export { ConnectRate } from './connect-rate.rules.js';
export { ControlRefused, DynamicSecurity } from './dynamic-security.js';
export type { ControlAnswer, ControlCommand } from './dynamic-security.js';
export { EmbeddedBroker } from './embedded.broker.js';
export { ExternalBroker } from './external.broker.js';

@Global()
@Module({
  providers: [
    {
      provide: BROKER,
      inject: [CONFIG, Clock, LOGGER],
      useFactory: (config: Config, clock: Clock, logger: Logger): Broker =>
        config.MQTT_URL
          ? new ExternalBroker({ url: config.MQTT_URL, clock, logger })
          : new EmbeddedBroker({
              host: config.SKYDOCKET_MQTT_HOST,
              port: config.SKYDOCKET_MQTT_PORT,
              tls: tlsOf(config),
              connectsPerSecond: config.SKYDOCKET_MQTT_CONNECTS_PER_SECOND,
              clock,
              logger,
            }),
    },
    {
      provide: BROKER_ADMINISTRATION,
      inject: [CONFIG],
      useFactory: ({ MQTT_URL, SKYDOCKET_MQTT_ADMIN_URL: url }: Config): DynamicSecurity | null =>
        MQTT_URL && url ? new DynamicSecurity(url) : null,
    },
  ],
  exports: [BROKER, BROKER_ADMINISTRATION],
})
export class BrokerModule implements OnApplicationShutdown {
  constructor(
    @Inject(BROKER) private readonly broker: Broker,
    @Inject(BROKER_ADMINISTRATION) private readonly administration: DynamicSecurity | null,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.administration?.close();
    await this.broker.close();
  }
}

/** @throws StartError when only half of it is set */
function tlsOf({
  SKYDOCKET_MQTT_TLS_PORT: port,
  SKYDOCKET_MQTT_TLS_CERT_FILE: certFile,
  SKYDOCKET_MQTT_TLS_KEY_FILE: keyFile,
}: Config): TlsOptions | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new StartError('Set SKYDOCKET_MQTT_TLS_CERT_FILE and SKYDOCKET_MQTT_TLS_KEY_FILE, or neither.');
  return { port, certFile, keyFile };
}
