import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../sample.js';
import {
  asksForConfig,
  askedBindings,
  askedSerials,
  bindAnswer,
  bindStatusAnswer,
  type BoundDevice,
  configAnswer,
  organizationAnswer,
} from './gateway-requests.rules.js';

const DOCK: BoundDevice = {
  serial: '7CTDM3D00B1234',
  assetCode: 'HB-DOC-0001',
  organizationId: '130923',
  organizationName: '东光县人民检察院',
};
const ask = (data: JsonObject) => ({ serial: DOCK.serial, method: 'probe', data });
const known = new Map([[DOCK.serial, DOCK]]);

describe('what gateways ask', () => {
  it.each<[JsonObject, boolean]>([
    [{ config_type: 'json', config_scope: 'product' }, true],
    [{ config_type: 'json', config_scope: 'device' }, false],
    [{}, false],
  ])('config: %j', (data, expected) => expect(asksForConfig(ask(data))).toBe(expected));

  it('is answered for config without a result around it', () => {
    const licence = { appId: '1', appKey: 'k', appLicense: 'l', ntpHost: 'ntp.example', ntpPort: 123 };
    expect(configAnswer(licence)).toEqual({
      ntp_server_host: 'ntp.example',
      ntp_server_port: 123,
      app_id: '1',
      app_key: 'k',
      app_license: 'l',
    });
  });

  it.each<[JsonObject, string[]]>([
    [{ devices: [{ sn: 'A' }, { sn: 'B' }] }, ['A', 'B']],
    [{ devices: [{ sn: 'A' }, {}, { sn: 'C' }] }, ['A']],
    [{ devices: [{ sn: 7 }, 'x'] }, []],
    [{ devices: 'A' }, []],
    [{}, []],
  ])('serials of %j', (data, expected) => expect(askedSerials(ask(data))).toEqual(expected));

  it('says of a device nobody may know only that it is not bound', () => {
    expect(bindStatusAnswer([DOCK.serial, 'OTHER'], known)).toEqual({
      result: 0,
      output: {
        bind_status: [
          {
            sn: DOCK.serial,
            is_device_bind_organization: true,
            organization_id: '130923',
            organization_name: '东光县人民检察院',
            device_callsign: 'HB-DOC-0001',
          },
          {
            sn: 'OTHER',
            is_device_bind_organization: false,
            organization_id: '',
            organization_name: '',
            device_callsign: '',
          },
        ],
      },
    });
  });

  it.each<[JsonObject, JsonObject]>([
    [
      { organization_id: '130923', device_binding_code: 'hb-doc-0001' },
      { result: 0, output: { organization_name: '东光县人民检察院' } },
    ],
    [{ organization_id: '130924', device_binding_code: 'HB-DOC-0001' }, { result: 1 }],
    [{ organization_id: '130923', device_binding_code: 'HB-DOC-0002' }, { result: 1 }],
    [{ organization_id: '130923' }, { result: 1 }],
  ])('the organisation for %j', (data, expected) => expect(organizationAnswer(ask(data), DOCK)).toEqual(expected));

  it('binds what the register already says, device by device', () => {
    const right = { sn: DOCK.serial, organization_id: '130923', device_binding_code: 'HB-DOC-0001' };
    const asked = askedBindings(ask({ bind_devices: [right, { ...right, sn: 'OTHER' }] }));
    expect(bindAnswer(asked, known)).toEqual({
      result: 0,
      output: {
        err_infos: [
          { sn: DOCK.serial, err_code: 0 },
          { sn: 'OTHER', err_code: 210_231 },
        ],
      },
    });
  });
});
