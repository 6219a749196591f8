export * from './create-workspace/create-workspace.controller.js';
export * from './create-workspace/create-workspace.command.js';
export * from './create-workspace/create-workspace.handler.js';
export * from './first-start/first-start.js';
export * from './workspace.events.js';
export * from './workspace.projection.js';
