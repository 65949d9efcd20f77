import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '../../src/platform/index.js';

const FORMER = `{
\t"clients":\t[{
\t\t"username":\t"skydocket",
\t\t"roles":\t[{ "rolename":\t"admin" }]
\t}]
}`;

describe('the start of Mosquitto', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skydocket-start-'));
    stand('mosquitto', 'echo started');
    stand('mosquitto_ctrl', 'echo "{\\"username\\":\\"$4\\"}" > "$3"');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function stand(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const users = () => join(folder, 'dynamic-security.json');
  function start(administrator = 'skydocket-admin') {
    const { status, stdout, stderr } = spawnSync('/bin/sh', [join(PROJECT_ROOT, 'docker', 'mosquitto-start.sh')], {
      encoding: 'utf8',
      env: {
        PATH: [folder, process.env['PATH']].join(delimiter),
        MOSQUITTO_DATA: folder,
        MOSQUITTO_CONFIG: join(folder, 'mosquitto.conf'),
        MQTT_ADMIN_USER: administrator,
        MQTT_ADMIN_PASSWORD: 'secret',
      },
    });
    return { status, stdout, stderr };
  }

  it('makes the administrator once, and has nothing to say', () => {
    const quiet = { status: 0, stdout: 'started\n', stderr: '' };
    expect(start()).toEqual(quiet);
    const made = readFileSync(users(), 'utf8');
    expect(start()).toEqual(quiet);
    expect(readFileSync(users(), 'utf8')).toBe(made);
  });

  it('says what is missing where the file is of another administrator, serves devices, and changes nothing', () => {
    writeFileSync(users(), FORMER);
    const { status, stdout, stderr } = start();
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'started\n' });
    expect(stderr).toContain('has no administrator "skydocket-admin"');
    expect(stderr).toContain('docs/upgrading.md');
    expect(stderr).not.toContain('secret');
    expect(readFileSync(users(), 'utf8')).toBe(FORMER);
    expect(start('skydocket').stderr).toBe('');
  });
});
