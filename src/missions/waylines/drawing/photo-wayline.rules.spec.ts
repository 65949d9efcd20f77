import { describe, expect, it } from '@jest/globals';
import { cameraPoses } from './camera-pose.rules.js';
import type { PhotoPose } from './photo-poses.js';
import { drawThroughPhotos } from './photo-wayline.rules.js';
import { WAYLINE_MODELS } from '../checks/wayline-model.data.js';

const pose = (northMetres: number, change: Partial<PhotoPose> = {}): PhotoPose => ({
  evidenceId: `photo ${northMetres}`,
  takenAt: null,
  position: { lon: 116.6, lat: 37.9 + northMetres / 111_195 },
  heightMetres: 60,
  headingDegrees: 10,
  gimbalPitchDegrees: -60,
  gimbalYawDegrees: 350,
  ...change,
});
const drawn = (...poses: PhotoPose[]) => drawThroughPhotos(poses, WAYLINE_MODELS.m3t, 120);

describe('a wayline through the pictures of an earlier flight', () => {
  it('stands as the cameras stood, in their order', () => {
    const wayline = drawn(
      pose(0),
      pose(0.5, { gimbalPitchDegrees: -90, gimbalYawDegrees: 90 }),
      pose(100, { heightMetres: 80, gimbalYawDegrees: null }),
    );
    const looks = (wayline ? cameraPoses(wayline) : []).map(
      ({ point, heightMetres, gimbalPitchDegrees, headingDegrees, action }) =>
        [point, heightMetres, gimbalPitchDegrees, headingDegrees, action] as const,
    );
    expect(looks).toEqual([
      [0, 60, -60, 350, 'takePhoto'],
      [0, 60, -90, 90, 'takePhoto'],
      [1, 80, -60, 10, 'takePhoto'],
    ]);
  });

  it('leaves out what does not say how it was taken, and is none where no way is left', () => {
    expect(drawn(pose(0), pose(50, { heightMetres: null }), pose(100))?.paths[0]?.waypoints).toHaveLength(2);
    expect(drawn(pose(0), pose(50, { gimbalPitchDegrees: null }))).toBeUndefined();
    expect(drawn(pose(0), pose(1))).toBeUndefined();
    expect(drawn()).toBeUndefined();
  });
});
