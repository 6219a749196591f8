import { hash } from 'node:crypto';

/**
 * The name of a set of principals in one workspace: 16 bytes of a SHA-256 over the workspace and the sorted, distinct
 * principals, as 32 hexadecimal digits (design, section 5, "Access rows are interned"). The workspace is part of it, so
 * that a set never reaches across.
 */
export function accessSetOf(workspaceId: string, principals: readonly string[]): string {
  const members = [...new Set(principals)].sort();
  return hash('sha256', `${workspaceId}\n${members.join('\n')}`, 'hex').slice(0, 32);
}
