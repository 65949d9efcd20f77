import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EquipmentService } from '../../../src/equipment/index.js';
import { Clock, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { DeviceSlots } from '../../../src/telemetry/devices/device.slots.js';
import { DeviceDirectory } from '../../../src/telemetry/devices/device.directory.js';
import { TestApp } from '../../support/app.js';
import { eventually, steer } from '../../support/time.js';

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
    const directory = new DeviceDirectory(app.get(UnitOfWork), equipment, app.get(Clock), new DeviceSlots());
    const backwards = ids.toReversed();
    const stranger = '01900000-0000-7000-8000-000000000000';
    expect((await directory.byIds([...backwards, stranger])).map(({ id }) => id)).toEqual(backwards);
    expect((await directory.byIds(ids)).map(({ id }) => id)).toEqual(ids);
    expect(asked).toHaveBeenCalledTimes(1);
    clock.advance(HALF_A_MINUTE_MS);
    expect((await directory.byIds(ids)).length).toBe(ids.length);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('keeps a device once under all its names, and the same copy while nothing about it changes', async () => {
    const equipment = app.get(EquipmentService);
    const named = jest.spyOn(equipment, 'findNamed');
    const clock = steer(app.get(Clock));
    const directory = new DeviceDirectory(app.get(UnitOfWork), equipment, app.get(Clock), new DeviceSlots());
    const [device] = (await directory.byIds(ids)).filter(({ serial }) => serial !== null);
    if (!device?.serial) throw new Error('no device has a serial');
    expect(directory.byName(device.serial.toLowerCase())).toBe(device);
    expect(directory.byName(device.assetCode)).toBe(device);
    expect(named).not.toHaveBeenCalled();
    clock.advance(HALF_A_MINUTE_MS);
    expect(directory.byName(device.serial)).toBe(device);
    await eventually(() => expect(named).toHaveBeenCalledTimes(1));
    const nobody = directory.byName('no such device');
    expect(await nobody).toBeUndefined();
    expect(directory.byName('NO SUCH DEVICE')).toBeUndefined();
    expect(directory.known(device.id)).toBe(device);
    const rename = `UPDATE device SET asset_code = asset_code || '-NEW' WHERE id = $1`;
    await app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(rename, [device.id]));
    clock.advance(HALF_A_MINUTE_MS);
    await directory.byIds([device.id]);
    expect(directory.byName(`${device.assetCode}-new`)).toEqual({ ...device, assetCode: `${device.assetCode}-NEW` });
  });

  it('finds a name that has gone over to another device with that one alone, and nobody by a name that is no longer used', async () => {
    const directory = new DeviceDirectory(
      app.get(UnitOfWork),
      app.get(EquipmentService),
      app.get(Clock),
      new DeviceSlots(),
    );
    const [first, second] = (await directory.byIds(ids)).filter(({ serial }) => serial !== null);
    if (!first?.serial || !second?.serial) throw new Error('no two devices have serials');
    const setSerial = `UPDATE device SET serial = $2 WHERE id = $1`;
    await app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(setSerial, [first.id, null]);
      await tx.execute(setSerial, [second.id, first.serial]);
    });
    directory.forget(second.id);
    await directory.byIds([second.id]);
    expect(directory.byName(first.serial)).toMatchObject({ id: second.id });
    expect(await directory.byName(second.serial)).toBeUndefined();
    directory.forget(first.id);
    await directory.byIds([first.id]);
    expect(directory.byName(first.serial.toLowerCase())).toMatchObject({ id: second.id });
    expect(directory.byName(first.assetCode)).toMatchObject({ id: first.id, serial: null });
  });

  it('tells names apart whose letters share their capitals and nothing else', async () => {
    const directory = new DeviceDirectory(
      app.get(UnitOfWork),
      app.get(EquipmentService),
      app.get(Clock),
      new DeviceSlots(),
    );
    const [device] = (await directory.byIds(ids)).filter(({ assetCode }) => /s/i.test(assetCode));
    if (!device) throw new Error('no asset code has an s');
    expect(await directory.byName(device.assetCode.replace(/s/i, 'ſ'))).toBeUndefined();
    expect(directory.byName(device.assetCode.toLowerCase())).toBe(device);
  });

  it('asks for the names of a whole fleet that comes at once in a few readings, and none of them fails for a bad one', async () => {
    const equipment = app.get(EquipmentService);
    const named = jest.spyOn(equipment, 'findNamed').mockClear();
    const directory = new DeviceDirectory(app.get(UnitOfWork), equipment, app.get(Clock), new DeviceSlots());
    const known = await app.get(UnitOfWork).read((tx) => equipment.findDevices(tx, ids));
    const names = [...known.map(({ assetCode }) => assetCode), 'no such device', 'a\0b', '天证', ''];
    const found = await Promise.all(names.map(async (name) => directory.byName(name)));
    expect(found.map((device) => device?.assetCode)).toEqual([
      ...known.map(({ assetCode }) => assetCode),
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(named).toHaveBeenCalledTimes(1);
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
