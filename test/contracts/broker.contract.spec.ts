import { EmbeddedBroker, ExternalBroker, Clock, createLogger } from '../../src/platform/index.js';
import { forgetSession, logInIn, logInOf, type MqttVersion } from '../support/devices.js';
import { PlainBroker } from '../support/plain-broker.js';
import { type BrokerUnderTest, brokerContract } from './broker.contract.js';

const VERSIONS: readonly MqttVersion[] = [4, 5];
const tools = { clock: new Clock(), logger: createLogger(process.env['SKYDOCKET_TEST_LOG'] ?? 'silent') };
const SERVICE = { username: 'skydocket', password: 'p@ss/word' };

for (const version of VERSIONS)
  brokerContract('embedded broker', version, async (policy, intake): Promise<BrokerUnderTest> => {
    const broker = new EmbeddedBroker({ host: '127.0.0.1', port: 0, connectsPerSecond: 1_000, ...tools });
    await broker.open(policy, intake);
    return { broker, deviceUrl: broker.address, logInOf, close: () => broker.close() };
  });

for (const version of VERSIONS)
  brokerContract('external broker', version, async (policy, intake): Promise<BrokerUnderTest> => {
    const elsewhere = await PlainBroker.start(SERVICE);
    const password = encodeURIComponent(SERVICE.password);
    const broker = new ExternalBroker({
      url: `mqtt://${SERVICE.username}:${password}@127.0.0.1:${elsewhere.port}`,
      ...tools,
    });
    await broker.open(policy, intake);
    return {
      broker,
      deviceUrl: broker.address,
      logInOf: () => SERVICE,
      close: async () => {
        await broker.close();
        await elsewhere.stop();
      },
    };
  });

/** A running broker with docker/mosquitto.conf, as `mqtt://user:password@host:port`; the user may publish and read everything. */
const external = process.env['SKYDOCKET_TEST_MQTT_URL'];
if (external)
  for (const version of VERSIONS)
    brokerContract('broker of SKYDOCKET_TEST_MQTT_URL', version, async (policy, intake): Promise<BrokerUnderTest> => {
      const url = new URL(external);
      const clientId = `contract-${process.pid}`;
      url.searchParams.set('clientId', clientId);
      const broker = new ExternalBroker({ url: url.href, ...tools });
      await broker.open(policy, intake);
      return {
        broker,
        deviceUrl: broker.address,
        logInOf: () => logInIn(url),
        close: async () => {
          await broker.close();
          await forgetSession(url, clientId);
        },
      };
    });
