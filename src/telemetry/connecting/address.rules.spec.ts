import { describe, expect, it } from '@jest/globals';
import { addressFault, numberFault, readAddress } from './address.rules.js';

function faultOf(text: string, isLocal = false) {
  const address = readAddress(text);
  return address ? (addressFault(address, isLocal) ?? 'fit') : 'ADDRESS_UNREADABLE';
}

describe('addresses that controllers are given', () => {
  it.each([
    ['tcp://broker.hebei.gov.cn:1883', 'broker.hebei.gov.cn', 1883, true, '/'],
    ['tcp://10.1.2.3', '10.1.2.3', 1883, false, '/'],
    ['ws://Broker.Hebei.cn:8083/mqtt', 'broker.hebei.cn', 8083, true, '/mqtt'],
    ['ws://broker.hebei.cn:80', 'broker.hebei.cn', 80, true, '/'],
    ['https://skydocket.hebei.cn', 'skydocket.hebei.cn', 443, false, '/'],
    ['tcp://[2001:db8::1]:1883', '2001:db8::1', 1883, true, '/'],
  ])('%s', (text, host, port, isPortWritten, path) =>
    expect(readAddress(text)).toMatchObject({ host, port, isPortWritten, path }),
  );

  it.each(['mqtts://a.cn:8883', 'ssl://a.cn:8883', 'wss://a.cn', 'broker.cn:1883', 'tcp://', '', 'tcp://:1883'])(
    'are none: %s',
    (text) => expect(readAddress(text)).toBeUndefined(),
  );

  it.each([
    ['tcp://10.1.2.3:1883', 'fit'],
    ['tcp://broker.hebei.gov.cn:1883', 'fit'],
    ['tcp://[fd12::1]:1883', 'fit'],
    ['tcp://localhost:1883', 'ADDRESS_LOCAL'],
    ['tcp://127.0.0.1:1883', 'ADDRESS_LOCAL'],
    ['http://2130706433', 'ADDRESS_LOCAL'],
    ['tcp://[::1]:1883', 'ADDRESS_LOCAL'],
    ['tcp://[::ffff:127.0.0.1]:1883', 'ADDRESS_LOCAL'],
    ['tcp://0.0.0.0:1883', 'ADDRESS_UNSPECIFIED'],
    ['tcp://broker:1883', 'ADDRESS_INNER_NAME'],
    ['tcp://host.docker.internal:1883', 'ADDRESS_INNER_NAME'],
    ['tcp://raspberry.local:1883', 'ADDRESS_INNER_NAME'],
    ['tcp://169.254.169.254:80', 'ADDRESS_FORBIDDEN'],
  ])('%s: %s', (text, fault) => expect(faultOf(text)).toBe(fault));

  it.each(['tcp://localhost:1883', 'tcp://127.0.0.1:1883', 'tcp://broker:1883'])(
    'may stand on this machine where that is said: %s',
    (text) => expect(faultOf(text, true)).toBe('fit'),
  );

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fd00:ec2::254',
    'fe80::1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
  ])('are never asked, whatever is said: %s', (address) =>
    expect(numberFault(address, true)).toBe('ADDRESS_FORBIDDEN'),
  );
});
