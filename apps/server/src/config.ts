import { resolve } from 'node:path';

/** A setting, folder or port stops the start: one line for whoever started it, no stack. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Every setting and limit of the server: name, default, meaning. */
export interface Config {
  /** `DATAKEEP_HOST`, 127.0.0.1: the address to listen on. */
  readonly host: string;
  /** `DATAKEEP_PORT`, 8080; 0 takes a free one. */
  readonly port: number;
  /** `DATAKEEP_DATA`, ./data: the folder of the log, the views, the naming key and owner.json. */
  readonly dataFolder: string;
  /** States of data sets kept in memory. */
  readonly dataSetCacheBytesMax: number;
  /** Commands that may wait for one data set, twice what one profile may have in flight; more is 503 `overloaded`. */
  readonly waitingCommandsMax: number;
  /** Largest JSON body: 512 KiB of XML in which every character is escaped, and the other fields. */
  readonly jsonBytesMax: number;
  /**
   * Requests in flight; more is 503 `overloaded`. At some thousand saves a second this many wait about half a second, which
   * a client that is refused may as well wait before it asks again; at about 20 KB each they hold 40 MB.
   */
  readonly requestsInFlightMax: number;
  /** Requests in flight of one profile, a quarter of all, so that no tenant takes every place; more is 429 `rate-limited`. */
  readonly requestsOfOneProfileMax: number;
  /**
   * Bytes that the bodies in flight may have, and pages of XML on their way to clients; more is 503 `overloaded`. A body is in memory about five times until it is
   * written (as bytes, text, JSON, XML, and on its way to the log), so this stands for 320 MB at worst. Bodies of 1 KB never
   * come near it; 16 of the largest JSON bodies do.
   */
  readonly bodyBytesInFlightMax: number;
  /** The same of one profile, a quarter of all: 4 of the largest JSON bodies, or 32 of the largest XML or of pages of XML; more is 429. */
  readonly bodyBytesOfOneProfileMax: number;
  /** For a whole request to arrive; a client that is slower is cut off. */
  readonly requestMsMax: number;
  /** Open connections; more are not taken. */
  readonly connectionsMax: number;
  /** After SIGTERM: for requests that are under way to end. */
  readonly stopMsMax: number;
}

/** Reads the settings; throws StartRefused that names the setting, what it holds and what would be right. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return {
    host: hostOf(environment['DATAKEEP_HOST'] ?? '127.0.0.1'),
    port: portOf(environment['DATAKEEP_PORT'] ?? '8080'),
    dataFolder: resolve(nonEmpty('DATAKEEP_DATA', environment['DATAKEEP_DATA'] ?? './data')),
    dataSetCacheBytesMax: 128 * 1024 * 1024,
    waitingCommandsMax: 1_024,
    jsonBytesMax: 4 * 1024 * 1024,
    requestsInFlightMax: 2_048,
    requestsOfOneProfileMax: 512,
    bodyBytesInFlightMax: 64 * 1024 * 1024,
    bodyBytesOfOneProfileMax: 16 * 1024 * 1024,
    requestMsMax: 60_000,
    connectionsMax: 10_000,
    stopMsMax: 5_000,
  };
}

function hostOf(text: string): string {
  const host = nonEmpty('DATAKEEP_HOST', text);
  if (!/^[A-Za-z0-9.:_-]+$/.test(host)) {
    throw new StartRefused(`DATAKEEP_HOST is "${text}"; it must be an address or a host name, such as 127.0.0.1`);
  }
  return host;
}

function portOf(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartRefused(`DATAKEEP_PORT is "${text}"; it must be a number from 0 to 65535`);
  }
  return Number(text);
}

function nonEmpty(name: string, text: string): string {
  if (text.trim() === '') throw new StartRefused(`${name} is empty; leave it out for its default`);
  return text;
}
