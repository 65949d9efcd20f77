import { describe, expect, it } from '@jest/globals';
import type { AccessService, Actors, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { FenceRepository } from '../fences/fence.repository.js';
import { AlarmAudience } from './alarm.audience.js';

const DEVICE = { deviceId: 'd', assetCode: 'D-1', unitId: 'county', caseId: null, holderId: 'holder' };
const HOLDING = { userIds: ['holder'], role: { unitId: 'county', role: 'commander' } };

/** Units below `city`; the drawer sees devices of units below his own. */
function audienceOf({ fenceUnit, seen }: { fenceUnit: string; seen: readonly string[] }) {
  const fences = { versions: () => Promise.resolve([{ createdBy: 'drawer', unitId: fenceUnit }]) };
  const actors = { find: (id: string) => Promise.resolve(id === 'drawer' ? { id } : undefined) };
  const access = { allowed: () => new Set(seen) };
  const units = { isWithin: (unit: string, above: string) => unit === above || above === 'city' };
  return new AlarmAudience(
    fences as unknown as FenceRepository,
    actors as unknown as Actors,
    access as unknown as AccessService,
    units as unknown as UnitTree,
  );
}

describe('who is told of an alarm', () => {
  const tx = {} as Tx;

  it('is whoever holds the device, and the commanders of its unit', async () => {
    const audience = audienceOf({ fenceUnit: 'city', seen: ['d'] });
    expect(await audience.of(tx, DEVICE, null)).toEqual([HOLDING]);
  });

  it('of a fence also is who drew it, and the commanders of the unit above that it belongs to', async () => {
    const audience = audienceOf({ fenceUnit: 'city', seen: ['d'] });
    const drawing = { userIds: ['drawer'], role: { unitId: 'city', role: 'commander' } };
    expect(await audience.of(tx, DEVICE, 'f')).toEqual([HOLDING, drawing]);
  });

  it('is nobody who may not see the device', async () => {
    const elsewhere = audienceOf({ fenceUnit: 'another county', seen: [] });
    expect(await elsewhere.of(tx, DEVICE, 'f')).toEqual([HOLDING, { userIds: [] }]);
    const onTheCase = audienceOf({ fenceUnit: 'another county', seen: ['d'] });
    expect(await onTheCase.of(tx, DEVICE, 'f')).toEqual([HOLDING, { userIds: ['drawer'] }]);
  });
});
