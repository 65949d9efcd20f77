import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { TestApp } from '../../support/app.js';
import { chromiumPath, startChromium } from '../../support/chromium.js';
import { type DemoLogIn, demoLogIn } from '../../support/demo-people.js';
import { DJI_SETTINGS, setUpDji } from './pilot-kit.js';
import { type BridgeCall, type BridgeOptions, standInBridge } from './stand-in-bridge.js';
import { connectDevice, crewOf, type Crew, endClients } from './telemetry-kit.js';

const CHROMIUM = chromiumPath();
const WHY_NOT = 'no Chromium here: install the Debian package chromium or set SKYDOCKET_TEST_CHROMIUM';
const EVERY_STEP = [
  'controller',
  'log-in',
  'line',
  'licence',
  'api',
  'workspace',
  'thing',
  'media',
  'ws',
  'map',
  'tsa',
  'mission',
  'liveshare',
];

const inChromium = CHROMIUM === undefined ? describe.skip : describe;

inChromium(CHROMIUM === undefined ? `the pilot page (skipped: ${WHY_NOT})` : 'the pilot page', () => {
  let app: TestApp;
  let browser: Browser;
  let crew: Crew;
  let pilot: DemoLogIn;
  beforeAll(async () => {
    app = await TestApp.start();
    crew = await crewOf(app);
    pilot = demoLogIn(app.dataDir, { role: 'pilot', unit: '东光县' });
    browser = await startChromium(CHROMIUM ?? '');
  }, 60_000);
  afterAll(async () => {
    await endClients();
    await browser?.close();
    await app?.stop();
  });

  /** Opens the page with a bridge, logs in, and waits until it is decided. */
  async function connect(faults: BridgeOptions['faults'] = {}, more: { serial?: string; password?: string } = {}) {
    const page = await browser.newPage({ viewport: { width: 1_080, height: 1_400 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.addInitScript(standInBridge, { serial: more.serial ?? crew.gatewaySerial, faults });
    await page.goto(`${app.url}/pilot`);
    await logIn(page, more.password);
    return { page, complaints };
  }

  async function logIn(page: Page, password = pilot.password) {
    await page.fill('#username', pilot.username);
    await page.fill('#password', password);
    await page.click('form button');
    await page.waitForSelector('#verdict[data-state="done"], #verdict[data-state="failed"]', { timeout: 30_000 });
  }

  const states = (page: Page): Promise<Record<string, string>> =>
    page.$$eval('#steps li', (rows) =>
      Object.fromEntries(
        (rows as unknown as { dataset: { step: string; state: string } }[]).map(({ dataset }) => [
          dataset.step,
          dataset.state,
        ]),
      ),
    );
  const calls = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { bridgeCalls: BridgeCall[] }).bridgeCalls);
  const step = (page: Page, id: string) => page.innerText(`li[data-step="${id}"]`);

  it('says in any other browser that it belongs into Pilot', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/pilot`);
    await logIn(page);
    expect(await step(page, 'controller')).toMatch(/DJI Pilot 2 的“云服务[\s\S]*Open Platforms[\s\S]*NOT_IN_PILOT/);
    await page.close();
  });

  it('says that the administrator has to set up the connection first', async () => {
    const { page } = await connect();
    expect(await step(page, 'line')).toMatch(/管理员尚未填写[\s\S]*administrator has not entered[\s\S]*DJI_NOT_SET_UP/);
    expect((await states(page))['licence']).toBe('waiting');
    await page.close();
    await setUpDji(app);
  });

  it('connects: licence, modules and workspace in order, originals wanted, the broker secret good', async () => {
    const { page, complaints } = await connect();
    expect(Object.values(await states(page))).toEqual(EVERY_STEP.map(() => 'done'));
    expect(await page.innerText('#verdict')).toContain('可以起飞');
    const made = await calls(page);
    const loaded = made
      .filter(({ name }) => name === 'platformLoadComponent')
      .map(({ values }) => [values[0] as string, JSON.parse(values[1] as string) as Record<string, string>] as const);
    expect(loaded.map(([name]) => name)).toEqual(['api', 'thing', 'media', 'ws', 'map', 'tsa', 'mission', 'liveshare']);
    const parameters = Object.fromEntries(loaded);
    expect(made[1]).toEqual({
      name: 'platformVerifyLicense',
      values: [DJI_SETTINGS.appId, DJI_SETTINGS.appKey, DJI_SETTINGS.appLicense],
    });
    expect(parameters['media']).toEqual({ autoUploadPhoto: true, autoUploadPhotoType: 0, autoUploadVideo: true });
    expect(parameters['api']).toMatchObject({ host: app.url });
    expect(parameters['ws']).toMatchObject({ host: `${app.url.replace('http', 'ws')}/manage/api/v1/ws` });
    const { username = '', password = '', host } = parameters['thing'] ?? {};
    expect(host).toBe(DJI_SETTINGS.brokerAddress);
    await connectDevice(app, { username, password }, 5);
    const ownUnit = made.find(({ name }) => name === 'platformSetWorkspaceId');
    expect(ownUnit?.values[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each<[string, BridgeOptions['faults'], string, RegExp]>([
    ['controller', { platformGetRemoteControllerSN: 'garbage' }, 'BRIDGE_UNREADABLE', /请升级[\s\S]*update it/],
    ['licence', { platformVerifyLicense: 610_001 }, 'BRIDGE_REFUSED', /许可证不匹配[\s\S]*do not fit[\s\S]*610001/],
    ['licence', { platformIsVerified: 'false' }, 'LICENCE_NOT_VERIFIED', /未通过校验[\s\S]*not accepted/],
    ['api', { 'platformLoadComponent:api': 7 }, 'BRIDGE_REFUSED', /拒绝[\s\S]*refused this[\s\S]*7/],
    ['workspace', { platformSetWorkspaceId: 'missing' }, 'BRIDGE_CALL_MISSING', /版本过旧[\s\S]*too old/],
    ['thing', { 'platformLoadComponent:thing': 'throw' }, 'BRIDGE_FAILED', /重启[\s\S]*restart/],
  ])('stops at %s with %j', async (failing, faults, reason, words) => {
    const { page } = await connect(faults);
    const after = EVERY_STEP.slice(EVERY_STEP.indexOf(failing) + 1);
    const seen = await states(page);
    expect(seen[failing]).toBe('failed');
    expect(after.map((id) => seen[id])).toEqual(after.map(() => 'waiting'));
    const said = await step(page, failing);
    expect(said).toContain(reason);
    expect(said).toMatch(words);
    expect(await page.innerText('#verdict')).toMatch(/未能接入[\s\S]*Not connected/);
    await page.close();
  });

  it.each(['media', 'ws', 'map', 'tsa', 'mission', 'liveshare'])('goes on without %s, and says so', async (failing) => {
    const { page } = await connect({ [`platformLoadComponent:${failing}`]: 3 });
    const seen = await states(page);
    expect(EVERY_STEP.filter((id) => seen[id] === 'failed')).toEqual([failing]);
    expect(EVERY_STEP.filter((id) => seen[id] !== 'done')).toEqual([failing]);
    expect(await page.innerText('#verdict')).toMatch(/有功能不可用[\s\S]*does not work/);
    await page.close();
  });

  it('waits for the broker, and says what stands in the way', async () => {
    const { page } = await connect({ thingGetConnectState: 'false' });
    expect(await step(page, 'thing')).toMatch(/自签[\s\S]*self-signed[\s\S]*BROKER_NOT_REACHED/);
    await page.close();
  }, 40_000);

  it('refuses a wrong password and a controller of others', async () => {
    const wrong = await connect({}, { password: 'wrong' });
    expect(await step(wrong.page, 'log-in')).toMatch(/密码不正确[\s\S]*password is wrong[\s\S]*LOGIN_FAILED/);
    await wrong.page.close();
    const { gatewaySerial: serial } = await crewOf(app, '邯郸');
    const foreign = await connect({}, { serial });
    expect(await step(foreign.page, 'line')).toMatch(/不在您或本单位手中[\s\S]*not checked out to you/);
    await foreign.page.close();
  });

  it('takes everything down again at log-out', async () => {
    const { page } = await connect();
    await page.click('#log-out');
    await page.waitForSelector('#verdict[data-state="waiting"]');
    const unloaded = (await calls(page)).filter(({ name }) => name === 'platformUnloadComponent');
    expect(unloaded.map(({ values }) => values[0])).toContain('thing');
    await page.close();
  });

  it('runs no script but its own', async () => {
    const response = await fetch(`${app.url}/pilot`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).toContain('DEMONSTRATION');
    expect(html).not.toMatch(/<script(?![^>]*src="\/pilot\/)|style=|\son\w+=|https?:/);
    expect((await fetch(`${app.url}/pilot/other.js`)).status).toBe(400);
  });
});
