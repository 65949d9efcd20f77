#!/usr/bin/env node
// `npx skydocket …`: administration of an installation.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/scripts/skydocket.js');
