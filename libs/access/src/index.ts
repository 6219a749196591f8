export * from './access.events.js';
export * from './access.projection.js';
export * from './access.views.js';
export * from './caller.js';
export * from './freshness.js';
export * from './gate.js';
export * from './asking.js';
export * from './cursors.js';
