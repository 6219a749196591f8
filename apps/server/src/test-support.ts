import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { FastifyReply } from 'fastify';

/** Gives folders of their own to the tests of a file, and removes them after its last one. */
export function temporaryFolders(): () => string {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'datakeep-'));
    folders.push(folder);
    return folder;
  };
}

/** A reply that keeps what was sent. */
export function fakeReply() {
  const sent: { status: number; headers: Record<string, unknown>; body: Record<string, unknown> } = {
    status: 200,
    headers: {},
    body: {},
  };
  const reply = {
    request: { headers: {}, raw: { complete: true } },
    code: (status: number) => {
      sent.status = status;
      return reply;
    },
    header: (name: string, value: unknown) => {
      sent.headers[name.toLowerCase()] = value;
      return reply;
    },
    send: (bytes: Buffer) => {
      sent.body = JSON.parse(bytes.toString()) as Record<string, unknown>;
      return reply;
    },
  };
  return { sent, reply: reply as unknown as FastifyReply };
}
