import { labelBase, scanAddress } from './scan-address.rules.js';
import { SCAN_PAGE_POLICY, scanPage } from './scan-page.js';

const DEVICE = { assetCode: 'HB-UAV-0001', nameZh: '无人机<b>', nameEn: 'Drone & "co"' };

describe('the page behind a label', () => {
  it('shows code and kind with every sign escaped', () => {
    const page = scanPage({ device: DEVICE, isBlank: false, inWeChat: false, banner: undefined });
    expect(page).toContain('<h1>HB-UAV-0001</h1>');
    expect(page).toContain('无人机&lt;b&gt; / Drone &amp; &quot;co&quot;');
    expect(page).not.toContain('在浏览器打开');
  });

  it('says so where the code is unknown', () => {
    expect(scanPage({ device: undefined, isBlank: false, inWeChat: false, banner: undefined })).toContain(
      '没有登记此编号的设备',
    );
  });

  it('tells a label that nothing wears from a code that nobody printed', () => {
    const page = scanPage({ device: undefined, isBlank: true, inWeChat: false, banner: undefined });
    expect(page).toContain('标签待认领');
    expect(page).not.toContain('没有登记此编号的设备');
  });

  it('leads out of WeChat', () => {
    expect(scanPage({ device: DEVICE, isBlank: false, inWeChat: true, banner: undefined })).toContain('在浏览器打开');
  });

  it('is marked in a demonstration, loads nothing, and runs nothing', () => {
    const page = scanPage({ device: DEVICE, isBlank: false, inWeChat: true, banner: 'DEMO' });
    expect(page).toContain('<p class="mark">DEMO</p>');
    expect(page).not.toMatch(/<script|src=|url\(|@import/);
    expect(SCAN_PAGE_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}';/);
  });
});

describe('the address in the code', () => {
  it.each([
    ['https://skydocket.example.org', 'https://skydocket.example.org/d/HB-1'],
    ['https://example.org/sky/', 'https://example.org/sky/d/HB-1'],
    ['https://example.org/sky', 'https://example.org/sky/d/HB-1'],
  ])('stands below %s', (base, address) => {
    expect(scanAddress(base, 'HB-1')).toBe(address);
  });

  it('begins with the public address; without one only a demonstration prints where it was asked at', () => {
    expect(labelBase('https://a.example', true, 'http://b.example')).toBe('https://a.example');
    expect(labelBase(undefined, true, 'http://localhost:3000')).toBe('http://localhost:3000');
    expect(labelBase(undefined, true, 'http://not a host')).toBeUndefined();
    expect(labelBase(undefined, false, 'http://localhost:3000')).toBeUndefined();
  });
});
