import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DemoUnit } from './demo-pool.js';
import { DEMO_KINDS, spreadDemoPool } from './demo-pool.js';
import { demoCertificates, DEMO_KIT_KINDS, demoLots } from './demo-stock.js';
import { DEVICE_CATEGORIES } from '../equipment.codes.js';

const TODAY = '2026-11-23';

/** The shape of Hebei: one province, eleven cities and one without an adcode, 167 counties, 49 of them districts. */
function unitsLikeHebei(): DemoUnit[] {
  const city = (nth: number) => String(130000 + nth * 100);
  const cities = Array.from({ length: 11 }, (_, nth) => city(nth + 1));
  const counties = Array.from({ length: 167 }, (_, nth) => {
    const number = Math.floor(nth / 11) + (nth < 49 ? 2 : 19);
    return String(130000 + ((nth % 11) + 1) * 100 + number);
  });
  const unit = (adcode: string | null, tier: DemoUnit['tier']): DemoUnit => ({
    unitId: `unit-${adcode ?? 'new-area'}`,
    adcode,
    tier,
    label: adcode === null ? null : { lon: 116.69, lat: 37.88 },
  });
  return [
    unit('130000', 'province'),
    ...cities.map((adcode) => unit(adcode, 'city')),
    unit(null, 'city'),
    ...counties.map((adcode) => unit(adcode, 'county')),
  ];
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

const units = unitsLikeHebei();
const pool = spreadDemoPool(units);
const ownedBy = (adcode: string) =>
  pool.filter((device) => device.unitId === `unit-${adcode}`).map((device) => device.kindCode);

describe('the kinds of the demonstration pool', () => {
  it('are 32 kinds and 426 devices, in every category the counts of the reference', () => {
    const perCategory = Object.fromEntries(
      DEVICE_CATEGORIES.map((category) => [
        category,
        pool.filter((device) => DEMO_KINDS.find(({ code }) => code === device.kindCode)?.category === category).length,
      ]),
    );
    expect(DEMO_KINDS).toHaveLength(32);
    expect(new Set(DEMO_KINDS.map(({ code }) => code)).size).toBe(32);
    expect(perCategory).toEqual({
      uav: 124,
      payload: 18,
      boat: 7,
      water: 94,
      soil: 28,
      air_noise: 46,
      food: 58,
      record_measure: 51,
    });
  });

  it('use all three ways of linking', () => {
    expect(new Set(DEMO_KINDS.map(({ link }) => link))).toEqual(new Set(['live', 'import', 'none']));
  });
});

describe('spreadDemoPool', () => {
  it('gives the province 24, every city 10, 115 counties two and 52 one', () => {
    const counts = countBy(pool, (device) => device.unitId);
    const of = (tier: DemoUnit['tier']) =>
      units
        .filter((unit) => unit.tier === tier)
        .map((unit) => counts.get(unit.unitId) ?? 0)
        .toSorted((a, b) => b - a);
    expect(pool).toHaveLength(426);
    expect(of('province')).toEqual([24]);
    expect(of('city')).toEqual(Array<number>(12).fill(10));
    expect(of('county')).toEqual([...Array<number>(115).fill(2), ...Array<number>(52).fill(1)]);
  });

  it('gives no unit two of a kind, save the province', () => {
    const doubles = countBy(
      pool.filter((device) => device.unitId !== 'unit-130000'),
      (device) => `${device.unitId} ${device.kindCode}`,
    );
    expect([...doubles].filter(([, count]) => count > 1)).toEqual([]);
  });

  it('gives Dongguang and its city what they need to film a drain and test its water', () => {
    expect(ownedBy('130923').toSorted()).toEqual(['mavic-3t', 'water-photometer']);
    expect(ownedBy('130900')).toEqual(
      expect.arrayContaining(['mavic-3t', 'water-photometer', 'water-multi-parameter']),
    );
  });

  it('makes every asset code and serial once, those of parts too, fit for a topic name', () => {
    const things = pool.flatMap((device) => [device, ...device.parts]);
    const serials = things.map(({ serial }) => serial).filter((serial) => serial !== null);
    const codes = things.map(({ assetCode }) => assetCode);
    expect(new Set(codes).size).toBe(things.length);
    expect(new Set(serials.map((serial) => serial.toLowerCase())).size).toBe(serials.length);
    expect([...codes, ...serials].filter((id) => !/^[A-Z0-9][A-Z0-9-]*$/.test(id))).toEqual([]);
    expect(codes.filter((code) => code.startsWith('HB-UAV-'))).toContain('HB-UAV-0007');
    expect(pool.filter(({ kindCode }) => kindCode === 'mavic-3t').map(({ serial }) => serial?.length)).toEqual(
      Array<number>(30).fill(20),
    );
  });

  it('gives every drone that speaks over the broker a gateway of its own', () => {
    const live = DEMO_KINDS.filter(({ category, link }) => category === 'uav' && link === 'live').map(
      ({ code }) => code,
    );
    const without = pool.filter(
      ({ kindCode, parts }) => live.includes(kindCode) && parts.filter(({ wear }) => wear === null).length !== 1,
    );
    expect(without).toEqual([]);
    expect(pool.find(({ kindCode }) => kindCode === 'mavic-3t')?.parts[0]).toMatchObject({
      kindCode: 'remote-controller',
      dji: { domain: 2, type: 144, subType: 0 },
    });
  });

  it('knows every drone by its masses, and counts the cycles of batteries', () => {
    const drones = pool.filter(({ kindCode }) => DEMO_KINDS.find(({ code }) => code === kindCode)?.category === 'uav');
    expect(drones.filter(({ drone }) => drone === null)).toEqual([]);
    const ids = drones.flatMap(({ drone }) => [drone?.uomRegistration, drone?.productIdCode]);
    expect(new Set(ids).size).toBe(2 * drones.length);
    const batteries = pool.flatMap(({ parts }) => parts.filter(({ wear }) => wear !== null));
    expect(batteries).toHaveLength(4 * (9 + 6) + 2 * 8);
  });

  it('does not depend on the order of the units', () => {
    expect(spreadDemoPool(units.toReversed())).toEqual(pool);
  });

  it('refuses a tree without counties', () => {
    expect(() => spreadDemoPool(units.filter((unit) => unit.tier !== 'county'))).toThrow(RangeError);
  });

  it('spreads a kind over many cities', () => {
    const cities = new Set(
      pool.filter(({ kindCode }) => kindCode === 'mavic-3t').map(({ unitId }) => unitId.slice(0, 9)),
    );
    expect(cities.size).toBeGreaterThanOrEqual(9);
  });
});

const samples = process.env.SKYDOCKET_SAMPLES ?? '../shared/data';

function unitsOfSamples(): DemoUnit[] | null {
  try {
    const [, ...rows] = readFileSync(join(samples, 'hebei/orgs_by_rule_hebei.csv'), 'utf8').trim().split('\n');
    return rows.map((row) => {
      const [adcode = '', tier = '', , , lon = '', lat = ''] = row.split(',');
      const label = lon === '' ? null : { lon: Number(lon), lat: Number(lat) };
      const known = /^\d{6}$/.test(adcode) ? adcode : null;
      return { unitId: `unit-${adcode}`, adcode: known, tier: tier as DemoUnit['tier'], label };
    });
  } catch {
    return null;
  }
}

describe('the pool over the 180 units of the samples', () => {
  const real = unitsOfSamples();
  const test = real === null ? it.skip : it;
  test(`gives 115 counties two and Dongguang its drone (${real === null ? 'samples absent' : samples})`, () => {
    const devices = spreadDemoPool(real ?? []);
    const counts = countBy(devices, (device) => device.unitId);
    expect(counts.size).toBe(180);
    expect([...counts.values()].filter((count) => count === 2)).toHaveLength(115);
    const dongguang = (real ?? []).find((unit) => unit.adcode === '130923');
    expect(devices.filter(({ unitId }) => unitId === dongguang?.unitId).map(({ kindCode }) => kindCode)).toEqual([
      'mavic-3t',
      'water-photometer',
    ]);
  });
});

describe('the demonstration stock', () => {
  const lots = demoLots(pool, TODAY);

  it('keeps a good lot of every photometer kit in Dongguang and in Cangzhou', () => {
    const good = (unitId: string) =>
      lots
        .filter((lot) => lot.unitId === unitId && lot.expiresOn > '2027-01-31')
        .map((lot) => lot.kitCode)
        .filter((code) => DEMO_KIT_KINDS.find((kit) => kit.code === code)?.deviceKindCode === 'water-photometer');
    const kits = ['ammonia-reagent', 'cod-vials', 'nitrogen-reagent', 'phosphorus-reagent'];
    expect(good('unit-130923').toSorted()).toEqual(kits);
    expect(good('unit-130900').toSorted()).toEqual(kits);
  });

  it('has one expired lot of each kit kind, and each lot number once in a unit and kit', () => {
    const expired = countBy(
      lots.filter((lot) => lot.expiresOn < TODAY),
      (lot) => lot.kitCode,
    );
    expect(expired).toEqual(new Map(DEMO_KIT_KINDS.map(({ code }) => [code, 1])));
    expect(new Set(lots.map((lot) => `${lot.unitId} ${lot.kitCode} ${lot.lotNumber}`)).size).toBe(lots.length);
  });
});

describe('the demonstration certificates', () => {
  it('cover every device that needs one, one of each kind due within a fortnight', () => {
    const certificates = demoCertificates(pool, TODAY);
    const needing = DEMO_KINDS.filter((kind) => kind.calibrationRequired === true);
    const covered = new Set(certificates.map(({ assetCode }) => assetCode));
    const uncovered = pool.filter(
      ({ kindCode, assetCode }) => needing.some(({ code }) => code === kindCode) && !covered.has(assetCode),
    );
    expect(uncovered).toEqual([]);
    expect(certificates.filter(({ dueOn }) => dueOn <= '2026-12-07')).toHaveLength(needing.length);
    expect(certificates.filter(({ dueOn }) => dueOn <= TODAY)).toEqual([]);
  });
});
