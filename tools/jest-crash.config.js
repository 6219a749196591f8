import base from '../jest.config.js';

/** The kill test alone, one file at a time: it needs the built server and kills it. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/test/dist/crash/**/*.spec.js'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
