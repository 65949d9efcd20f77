import { between, type TrackPoint } from './track.rules.js';

export interface ResampledPoint {
  /** `interpolated`: worked out straight between two frames, measured by nobody. */
  readonly method: 'measured' | 'interpolated';
  readonly point: TrackPoint;
}

/**
 * The track at whole multiples of a step: as measured where a frame lies on one, worked out where the frames on both
 * sides are no more than the bridge apart. Elsewhere, and beyond the ends, there is nothing.
 * @param points in the order of their time
 */
export function resampled(points: readonly TrackPoint[], stepSeconds: number, bridgeSeconds: number): ResampledPoint[] {
  const stepMs = Math.round(stepSeconds * 1000);
  const made: ResampledPoint[] = [];
  points.forEach((next, index) => {
    const previous = points[index - 1];
    const until = next.at.getTime();
    if (previous && until - previous.at.getTime() <= bridgeSeconds * 1000)
      for (let at = firstStepAfter(previous.at.getTime(), stepMs); at < until; at += stepMs)
        made.push({ method: 'interpolated', point: between(previous, next, new Date(at)) });
    const isRepeated = previous?.at.getTime() === until;
    if (until % stepMs === 0 && !isRepeated) made.push({ method: 'measured', point: next });
  });
  return made;
}

function firstStepAfter(milliseconds: number, stepMs: number): number {
  return (Math.floor(milliseconds / stepMs) + 1) * stepMs;
}
