/** Places of a track that a map draws; all of them stand in the exhibit’s own file. */
export const MOST_DRAWN_PLACES = 500;

/** At most so many places, evenly taken, the first and the last among them. Longitude and latitude in turn. */
export function thinned(line: readonly number[], most = MOST_DRAWN_PLACES): Float64Array {
  const places = line.length / 2;
  if (places <= most) return Float64Array.from(line);
  const drawn = new Float64Array(most * 2);
  for (let nth = 0; nth < most; nth += 1) {
    const place = Math.round((nth * (places - 1)) / (most - 1));
    drawn[nth * 2] = line[place * 2] ?? NaN;
    drawn[nth * 2 + 1] = line[place * 2 + 1] ?? NaN;
  }
  return drawn;
}

/** As GeoJSON has a line. */
export function coordinatesOf(line: Float64Array): [lon: number, lat: number][] {
  return Array.from({ length: line.length / 2 }, (_, nth) => [line[nth * 2] ?? NaN, line[nth * 2 + 1] ?? NaN]);
}
