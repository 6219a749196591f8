import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig, StartRefused } from './config.js';

describe('the settings', () => {
  it('have defaults that need no environment', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080, dataFolder: resolve('data') });
  });

  it('are taken from the environment, the folder as an absolute path', () => {
    const environment = { DATAKEEP_HOST: '::1', DATAKEEP_PORT: '0', DATAKEEP_DATA: 'else/where', OTHER: 'x' };
    expect(readConfig(environment)).toMatchObject({ host: '::1', port: 0, dataFolder: resolve('else/where') });
  });

  it('leave room in a JSON body for 512 KiB of XML in which every character is escaped', () => {
    const escaped = JSON.stringify('\u0001'.repeat(512 * 1024)).length;
    expect(readConfig({}).jsonBytesMax).toBeGreaterThan(escaped);
  });

  it('leave any one profile room for the largest body, and everybody else most of the places', () => {
    const config = readConfig({});
    expect(config.bodyBytesOfOneProfileMax).toBeGreaterThanOrEqual(config.jsonBytesMax);
    expect(config.bodyBytesOfOneProfileMax).toBeLessThan(config.bodyBytesInFlightMax / 2);
    expect(config.requestsOfOneProfileMax).toBeLessThan(config.requestsInFlightMax / 2);
    expect(config.requestsInFlightMax).toBeLessThan(config.connectionsMax);
  });

  it.each(['65535', '1', '00080'])('take the port %j', (port) => {
    expect(readConfig({ DATAKEEP_PORT: port }).port).toBe(Number(port));
  });

  it.each(['', ' ', '65536', '-1', '80a', '8080 ', '1e3', '0x50', '٨٠'])(
    'refuse the port %j in one line that names the setting',
    (port) => {
      expect(() => readConfig({ DATAKEEP_PORT: port })).toThrow(StartRefused);
      expect(() => readConfig({ DATAKEEP_PORT: port })).toThrow(/^DATAKEEP_PORT is ".*"; it must be a number from 0 to 65535$/);
    },
  );

  it.each(['', ' ', 'a b', 'http://localhost', 'localhost/', '[::1]', 'host\nname'])('refuse the host %j', (host) => {
    expect(() => readConfig({ DATAKEEP_HOST: host })).toThrow(StartRefused);
    expect(() => readConfig({ DATAKEEP_HOST: host })).toThrow(/^DATAKEEP_HOST is /);
  });

  it.each(['', '  '])('refuse the data folder %j', (folder) => {
    expect(() => readConfig({ DATAKEEP_DATA: folder })).toThrow('DATAKEEP_DATA is empty; leave it out for its default');
  });
});
