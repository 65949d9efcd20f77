import { describe, expect, it } from '@jest/globals';
import { cookieIsSecure, isOwnPage, refreshTokenIn } from './refresh-cookie.rules.js';

const PUBLIC_URL = 'https://skydocket.example.org/';

describe('the refresh cookie', () => {
  it.each([
    [PUBLIC_URL, 'localhost', true],
    ['http://10.1.2.3:3000', '10.1.2.3', false],
    [undefined, 'localhost', false],
    [undefined, '127.0.0.1', false],
    [undefined, '[::1]', false],
    [undefined, '10.1.2.3', true],
  ])('with public address %s and host %s is secure: %s', (publicUrl, hostname, secure) => {
    expect(cookieIsSecure(publicUrl, hostname)).toBe(secure);
  });

  it.each([
    [{ host: 'app:3000' }, true],
    [{ host: 'app:3000', origin: 'http://app:3000', site: 'same-origin' }, true],
    [{ host: 'app:3000', origin: 'https://skydocket.example.org' }, true],
    [{ host: 'app:3000', origin: 'http://skydocket.example.org' }, false],
    [{ host: 'app:3000', origin: 'https://elsewhere.example' }, false],
    [{ host: 'app:3000', origin: 'null' }, false],
    [{ host: 'app:3000', site: 'cross-site' }, false],
  ])('is taken from %j: %s', (source, own) => {
    expect(isOwnPage(source, PUBLIC_URL)).toBe(own);
  });

  it('is found among other cookies', () => {
    expect(refreshTokenIn('a=b; skydocket_refresh=abc; c=d')).toBe('abc');
    expect(refreshTokenIn('skydocket_refresh=')).toBeUndefined();
    expect(refreshTokenIn(undefined)).toBeUndefined();
  });
});
