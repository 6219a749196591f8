export type { Projection } from './projection.js';
export { parkedStreamsMax, type ParkedEvent } from './parking.js';
export { runProjector, type ProjectorOptions } from './run-projector.js';
