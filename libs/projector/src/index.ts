export * from './projection.js';
export * from './run-projector.js';
