export * from './guid.js';
export * from './limits.js';
export * from './position.js';
export * from './envelope.js';
