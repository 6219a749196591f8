import { jest } from '@jest/globals';

/** No test asserts a time; this only keeps a busy machine from ending one that starts servers (Jest gives up after 5 s). */
jest.setTimeout(60_000);
