/**
 * Jest runs on the compiled output: types are checked, workers find their files beside them, nothing is transformed.
 * `npm test` leaves out what kills servers (test/crash) and what needs servers that are not part of the project.
 */
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/dist/**/*.spec.js'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/dist/crash/',
    '<rootDir>/libs/[^/]+-store-(eventstoredb|mongodb|s3)/dist/.*\\.int\\.spec\\.js$',
  ],
  // Two workers fill two cores; more would only take time from the servers and writer threads that the tests start.
  maxWorkers: 2,
  watchman: false,
  reporters: ['default', '<rootDir>/tools/jest-totals.js'],
};
