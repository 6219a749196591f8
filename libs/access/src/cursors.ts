import { timingSafeEqual } from 'node:crypto';
import type { NamingKey } from '@datakeep/kernel';
import type { Caller } from './caller.js';

const macBytes = 16;

/**
 * Writes and reads cursors: opaque, authenticated, bound to the user, the workspace and the question (http.md, "paging").
 * A cursor of another user, workspace or question reads as undefined, exactly as a forged one.
 */
export class Cursors {
  constructor(private readonly namingKey: NamingKey) {}

  write(caller: Caller, question: string, content: unknown): string {
    const bytes = Buffer.from(JSON.stringify(content), 'utf8');
    return Buffer.concat([this.mac(caller, question, bytes), bytes]).toString('base64url');
  }

  read(caller: Caller, question: string, cursor: string): unknown {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length <= macBytes) return undefined;
    const content = bytes.subarray(macBytes);
    if (!timingSafeEqual(bytes.subarray(0, macBytes), this.mac(caller, question, content))) return undefined;
    return JSON.parse(content.toString('utf8')) as unknown;
  }

  private mac(caller: Caller, question: string, content: Uint8Array): Buffer {
    return this.namingKey.seal(`cursor\n${caller.workspaceId}\n${caller.userId}\n${question}`, content);
  }
}
