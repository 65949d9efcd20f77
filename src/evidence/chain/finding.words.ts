import type { DeviceFinding } from '../evidence.codes.js';
import type { Words } from '../metadata/claim.types.js';

/** What the links of a chain that go through the device are worth, by how the device was found. */
export const FINDING_WORDS: Readonly<Record<DeviceFinding, Words>> = {
  serial: {
    zh: '设备依文件内所写序列号认定。序列号任何人均可写入文件,属文件自称,经设备关联的各环节以此为限。',
    en: 'The device is taken from the serial number in the file. Anybody can write one: it is a claim of the file, and so is every link through the device.',
  },
  declared: {
    zh: '设备由上传人指明,经设备关联的各环节以其陈述为限。',
    en: 'The uploader named the device: every link through it rests on that word.',
  },
  open_check_out: {
    zh: '文件未写序列号,设备依上传人当时唯一领用的无人机推定。',
    en: 'The file names no device: it is presumed to come from the one drone that the uploader had out.',
  },
};
