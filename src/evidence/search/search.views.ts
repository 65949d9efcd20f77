import type { z } from 'zod';
import type { BoundingBox } from '../../geo/index.js';
import type { Cluster } from './search.repository.js';
import type { SearchFilter, SearchTime } from './search.rules.js';
import type { ClustersView, HistogramView } from './search.schemas.js';
import type { Histogram } from './search.service.js';

type Asked = Omit<SearchFilter, 'boxes' | 'text'> & {
  readonly bbox?: BoundingBox | undefined;
  readonly q?: string | undefined;
};

export function filterOf({ bbox, q, ...same }: Asked): SearchFilter {
  return { ...same, boxes: bbox && [bbox], text: q };
}

export function toHistogramView(time: SearchTime, histogram: Histogram): z.input<typeof HistogramView> {
  const { bucket, total, withoutTime, buckets } = histogram;
  return {
    time,
    bucket,
    zone: 'Asia/Shanghai',
    total,
    withoutTime,
    buckets: buckets.map(({ from, to, count }) => ({ from: from.toISOString(), to: to.toISOString(), count })),
  };
}

export function toClustersView(found: {
  cellDegrees: number;
  clusters: readonly Cluster[];
}): z.input<typeof ClustersView> {
  return {
    cellDegrees: found.cellDegrees,
    clusters: found.clusters.map(({ lon, lat, count, west, south, east, north, itemId }) => ({
      lon,
      lat,
      count,
      bbox: [west, south, east, north],
      evidenceId: itemId,
    })),
  };
}
