export { asXml, datakeepClient, type DatakeepClient, type DatakeepClientOptions } from './client.js';
export { itemsOf, type Page } from './items.js';
export { dataOf, DatakeepProblem, type Problem, type Result } from './problem.js';
export type { components, operations, paths } from './schema.js';
