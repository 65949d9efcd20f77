import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { BoundarySet, featuresFromTopology, featuresFromGeoJson, placeInWords } from './index.js';
it('bench', () => {
  const read = (p: string) => JSON.parse(readFileSync(p, 'utf8'));
  let t = performance.now();
  const r = featuresFromTopology(read('resources/boundaries/hebei.topo.json'));
  if (!r.ok) throw new Error(r.code);
  const t1 = performance.now();
  const set = new BoundarySet(r.features);
  console.log('read', t1 - t, 'index', performance.now() - t1, r.features.length);
  const T = ['province', 'cities', 'counties'].map((n) =>
    featuresFromGeoJson(read(`../shared/data/hebei/hebei_${n}.geojson`)),
  );
  const all = T.flatMap((x) => {
    if (!x.ok) throw new Error(JSON.stringify(x));
    return x.features;
  });
  t = performance.now();
  const theirs = new BoundarySet(all);
  console.log('index T', performance.now() - t);
  const pts = Array.from({ length: 20000 }, () => ({
    lon: 113.4 + Math.random() * 6.5,
    lat: 36 + Math.random() * 6.7,
  }));
  for (const s of [set, theirs, set]) {
    t = performance.now();
    let n = 0;
    for (const p of pts) n += s.locate(p).county ? 1 : 0;
    console.log('locate µs', ((performance.now() - t) * 1000) / pts.length, n);
  }
  let n = 0,
    agree = 0,
    bad = 0,
    flagged = 0,
    near = 0;
  const by = new Map<string, number>();
  for (const p of pts) {
    const a = theirs.locate(p),
      b = set.locate(p);
    if (!a.county) continue;
    n++;
    if (b.nearBoundary) near++;
    if (a.county.adcode === b.county?.adcode) agree++;
    else {
      bad++;
      if (b.nearBoundary) flagged++;
      else by.set(a.county.name + '>' + b.county?.name, (by.get(a.county.name + '>' + b.county?.name) ?? 0) + 1);
    }
  }
  console.log({ n, agree: agree / n, bad, flagged, near: near / n }, [...by].sort((x, y) => y[1] - x[1]).slice(0, 25));
  const places = read('resources/boundaries/places.json');
  t = performance.now();
  let far = 0;
  const ds: number[] = [];
  for (const p of pts.slice(0, 20000)) {
    const w = placeInWords(p, places);
    if (!w) far++;
    else if (theirs.locate(p).county) ds.push(w.distanceMetres);
  }
  console.log(
    'place µs',
    ((performance.now() - t) * 1000) / 20000,
    far,
    ds.sort((a, b) => a - b)[ds.length >> 1],
    ds.at(-1),
  );
  console.log(
    JSON.stringify(placeInWords({ lon: 116.56, lat: 37.907 }, places)),
    JSON.stringify(set.locate({ lon: 116.5354, lat: 37.887 })),
  );
});
