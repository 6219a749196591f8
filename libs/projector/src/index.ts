export type { Projection } from './projection.js';
export type { ParkedEvent } from './parking.js';
export { runProjector, type ProjectorOptions } from './run-projector.js';
