import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { DeviceDirectory } from '../../../src/telemetry/devices/device.directory.js';
import { TestApp } from '../../support/app.js';
import { steer } from '../../support/time.js';

const HALF_A_MINUTE_MS = 30_000;

describe('the directory of devices', () => {
  let app: TestApp;
  let ids: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    const rows = await app
      .get(UnitOfWork)
      .read((tx) => tx.query<{ id: string }>(`SELECT id FROM device WHERE part_of_id IS NULL ORDER BY id`));
    ids = rows.map(({ id }) => id);
  });
  afterAll(() => app.stop());

  it('asks for many devices at once, in their order, and again only when they are no longer fresh', async () => {
    const equipment = app.get(EquipmentService);
    const asked = jest.spyOn(equipment, 'findDevices');
    const clock = steer(app.get(Clock));
    const directory = new DeviceDirectory(app.get(UnitOfWork), equipment, app.get(Clock));
    const backwards = ids.toReversed();
    const stranger = '01900000-0000-7000-8000-000000000000';
    expect((await directory.byIds([...backwards, stranger])).map(({ id }) => id)).toEqual(backwards);
    expect((await directory.byIds(ids)).map(({ id }) => id)).toEqual(ids);
    expect(asked).toHaveBeenCalledTimes(1);
    clock.advance(HALF_A_MINUTE_MS);
    expect((await directory.byIds(ids)).length).toBe(ids.length);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('lists the positions of the whole pool without asking for each device', async () => {
    await app.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO device_latest (device_id, heard_at, received_at, position_at, position_received_at, lon, lat, fix, place)
           SELECT id, now(), now(), now(), now(), 116, 38, 'gnss', 'unknown' FROM device WHERE part_of_id IS NULL`,
      ),
    );
    const oneByOne = jest.spyOn(app.get(EquipmentService), 'findDevice');
    const province = await app.as({ role: 'commander' });
    const { body } = await province.get<{ items: unknown[] }>('/positions?limit=200');
    expect(body.items).toHaveLength(200);
    expect(oneByOne).not.toHaveBeenCalled();
  });
});
