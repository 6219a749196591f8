import type { Socket } from 'node:net';
import { problemBody } from './problems.js';

/** What Node's HTTP parser could not read never becomes a request; its answer is written to the socket by hand. */
export function refuseUnreadable(fault: Error & { readonly code?: string }, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const detail = `is no HTTP request (${fault.message}); a path and its parameters must be percent-encoded`;
  const body = JSON.stringify(problemBody('invalid-request', { errors: [{ pointer: '', detail }] }));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ];
  socket.end(`${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
}
